package circuitscope.lowrank.flow;

import java.util.Arrays;

/**
 * Brings data to mean 0 and s.d. 1 in each dimension, if asked for after y = asinh((x - middle) / spread), which is the logarithm
 * of large values.
 *
 * @param compressed whether asinh comes first
 * @param middle median of each dimension; 0 without asinh
 * @param spread median distance from it; 1 without asinh
 * @param mean mean of each dimension after asinh
 * @param deviation its s.d.
 */
record Scaling(boolean compressed, double[] middle, double[] spread, double[] mean, double[] deviation) {
    static Scaling of(double[][] rows, boolean compressed) {
        int size = rows[0].length;
        double[] middle = new double[size];
        double[] spread = new double[size];
        double[] mean = new double[size];
        double[] deviation = new double[size];
        Arrays.fill(spread, 1);
        for (int k = 0; k < size; k++) {
            int column = k;
            double[] values =
                    Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
            if (compressed) {
                middle[k] = median(values);
                double center = middle[k];
                spread[k] = median(
                        Arrays.stream(values).map(x -> Math.abs(x - center)).toArray());
                double scale = spread[k];
                values = Arrays.stream(values)
                        .map(x -> asinh((x - center) / scale))
                        .toArray();
            }
            mean[k] = Arrays.stream(values).average().orElseThrow();
            double center = mean[k];
            deviation[k] = Math.sqrt(Arrays.stream(values)
                    .map(x -> (x - center) * (x - center))
                    .average()
                    .orElseThrow());
        }
        return new Scaling(compressed, middle, spread, mean, deviation);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static double asinh(double x) {
        double size = Math.abs(x);
        return Math.copySign(Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1))), x);
    }

    /** One value of dimension k, scaled. */
    double scale(int k, double value) {
        double x = (value - middle[k]) / spread[k];
        return ((compressed ? asinh(x) : x) - mean[k]) / deviation[k];
    }

    /** The value that was scaled. */
    double restore(int k, double scaled) {
        double x = scaled * deviation[k] + mean[k];
        return middle[k] + spread[k] * (compressed ? Math.sinh(x) : x);
    }

    /** Log of the derivative of the scaled value by the value. */
    double logSlope(int k, double value) {
        double x = (value - middle[k]) / spread[k];
        double slope = -Math.log(deviation[k]) - Math.log(spread[k]);
        return compressed ? slope - Math.log1p(x * x) / 2 : slope;
    }
}
