package circuitscope.infer.selection;

import circuitscope.infer.arithmetic.PositiveDefinite;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The best link of one neuron for a known drive, whatever its shape: the log rate is a piecewise linear function of the drive
 * between knots at its quantiles, and constant beyond the last. The likelihood has one peak, which Newton's method finds.
 */
final class PiecewiseLinearLink {
    /** Quantiles of the drive, half of them at the spikes and half at drawn steps. */
    private static final int KNOTS = 12;

    private static final int ITERATIONS = 50;
    private static final int MOST_HALVINGS = 20;
    /** In nats. */
    private static final double TOLERANCE = 1e-3;
    /** Weight of squared second differences; it keeps apart knots between which nothing is seen. */
    private static final double SMOOTHNESS = 1e-2;

    private final double[] knots;
    private final Place[] rows;
    private final double[] weight;
    private final double[] spikes;
    private final double count;

    /**
     * @param atRows drive at drawn steps
     * @param weight steps that each stands for
     * @param atSpikes drive at the spikes, of which there is one at least
     */
    PiecewiseLinearLink(float[] atRows, double[] weight, float[] atSpikes) {
        this.weight = weight;
        count = atSpikes.length;
        float[] sortedRows = sorted(atRows);
        float[] sortedSpikes = sorted(atSpikes);
        knots = IntStream.range(0, KNOTS)
                .mapToDouble(k -> quantile(k % 2 == 0 ? sortedRows : sortedSpikes, (k / 2 + 0.5) / (KNOTS / 2)))
                .sorted()
                .distinct()
                .toArray();
        rows = new Place[atRows.length];
        Arrays.setAll(rows, t -> place(atRows[t]));
        spikes = new double[knots.length];
        for (float u : atSpikes) {
            Place place = place(u);
            spikes[place.knot()] += 1 - place.beyond();
            if (place.beyond() > 0) {
                spikes[place.knot() + 1] += place.beyond();
            }
        }
    }

    private static float[] sorted(float[] values) {
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double quantile(float[] sorted, double share) {
        return sorted[(int) (share * sorted.length)];
    }

    /**
     * Where a drive stands.
     *
     * @param knot the knot below it
     * @param beyond way to the next knot, from 0 to 1
     */
    private record Place(int knot, double beyond) {}

    private Place place(float u) {
        int found = Arrays.binarySearch(knots, u);
        int below = found >= 0 ? found : -found - 2;
        if (below < 0) {
            return new Place(0, 0);
        }
        return below >= knots.length - 1
                ? new Place(knots.length - 1, 0)
                : new Place(below, (u - knots[below]) / (knots[below + 1] - knots[below]));
    }

    /** Negative log-likelihood of the best link in nats. */
    double loss() {
        return value(fit());
    }

    /** Log rate at the knots of the best link. */
    double[] fit() {
        double[] current = new double[knots.length];
        Arrays.fill(current, Math.log(count / Arrays.stream(weight).sum()));
        double value = value(current);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] step = step(current);
            double share = 1;
            double next = Double.POSITIVE_INFINITY;
            double[] trial = null;
            for (int halving = 0; halving < MOST_HALVINGS && !(next <= value); halving++) {
                trial = new double[current.length];
                for (int k = 0; k < trial.length; k++) {
                    trial[k] = current[k] - share * step[k];
                }
                next = value(trial);
                share /= 2;
            }
            if (!(next <= value)) {
                break;
            }
            double gained = value - next;
            current = trial;
            value = next;
            if (gained < TOLERANCE) {
                break;
            }
        }
        return current;
    }

    /**
     * Negative log-likelihood in nats of one neuron among many with this link, whose rate may differ by a factor.
     *
     * @param values log rate at the knots
     * @param drive the neuron's drive at drawn steps
     * @param stands steps that each stands for
     * @param driveAtSpikes drive at its spikes, of which there is one at least
     */
    double loss(double[] values, float[] drive, double[] stands, float... driveAtSpikes) {
        double expected = expected(values, drive, stands);
        double logs = 0;
        for (float u : driveAtSpikes) {
            logs += at(place(u), values);
        }
        int own = driveAtSpikes.length;
        return own - logs - own * Math.log(own / expected);
    }

    /** Spikes that a neuron with this link fires in the steps that drawn ones stand for. */
    double expected(double[] values, float[] drive, double[] stands) {
        double expected = 0;
        for (int t = 0; t < drive.length; t++) {
            expected += stands[t] * Math.exp(at(place(drive[t]), values));
        }
        return expected;
    }

    /** Log of the expected count per step at a drive. */
    double logRate(double[] values, float drive) {
        return at(place(drive), values);
    }

    /** Derivative of the log rate by the drive; 0 beyond the last knots. */
    double slope(double[] values, float drive) {
        int k = place(drive).knot();
        return k + 1 == knots.length || drive < knots[0] ? 0 : (values[k + 1] - values[k]) / (knots[k + 1] - knots[k]);
    }

    private static double at(Place place, double[] values) {
        double below = values[place.knot()];
        return place.beyond() == 0 ? below : below + place.beyond() * (values[place.knot() + 1] - below);
    }

    private double value(double[] values) {
        double sum = 0;
        for (int t = 0; t < rows.length; t++) {
            sum += weight[t] * Math.exp(at(rows[t], values));
        }
        for (int k = 0; k < values.length; k++) {
            sum -= spikes[k] * values[k];
        }
        for (int k = 1; k + 1 < values.length; k++) {
            double bend = values[k - 1] - 2 * values[k] + values[k + 1];
            sum += SMOOTHNESS / 2 * bend * bend;
        }
        return sum;
    }

    private double[] step(double[] values) {
        int size = values.length;
        double[] gradient = new double[size];
        double[][] curvature = new double[size][size];
        for (int t = 0; t < rows.length; t++) {
            Place place = rows[t];
            double expected = weight[t] * Math.exp(at(place, values));
            int k = place.knot();
            double far = place.beyond();
            double near = 1 - far;
            gradient[k] += expected * near;
            curvature[k][k] += expected * near * near;
            if (far > 0) {
                gradient[k + 1] += expected * far;
                curvature[k][k + 1] += expected * near * far;
                curvature[k + 1][k] += expected * near * far;
                curvature[k + 1][k + 1] += expected * far * far;
            }
        }
        double[] difference = {1, -2, 1};
        for (int k = 0; k < size; k++) {
            gradient[k] -= spikes[k];
            curvature[k][k] += 1e-9 * count;
        }
        for (int k = 1; k + 1 < size; k++) {
            double bend = values[k - 1] - 2 * values[k] + values[k + 1];
            for (int a = 0; a < 3; a++) {
                gradient[k - 1 + a] += SMOOTHNESS * difference[a] * bend;
                for (int b = 0; b < 3; b++) {
                    curvature[k - 1 + a][k - 1 + b] += SMOOTHNESS * difference[a] * difference[b];
                }
            }
        }
        return PositiveDefinite.of(curvature).solve(gradient);
    }
}
