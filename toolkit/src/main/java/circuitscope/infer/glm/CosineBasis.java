package circuitscope.infer.glm;

/**
 * Raised cosines over the logarithm of the lag (paper, Appendix C.1; Pillow et al. 2008): y = log(lag + 1), centres even in
 * y from log 2 to log(L + 1) with spacing D, and column k (1 + cos(clip(pi (y - c_k) / (2 D), -pi, pi))) / 2. The first
 * column is 1 at lag 1.
 */
final class CosineBasis {
    private final double[][] columns;

    /**
     * @param lags longest lag L in steps, at least 2
     * @param cosines number of columns, at least 2
     */
    CosineBasis(int lags, int cosines) {
        columns = new double[cosines][lags];
        double first = Math.log(2);
        double spacing = (Math.log(lags + 1) - first) / (cosines - 1);
        for (int k = 0; k < cosines; k++) {
            double centre = first + k * spacing;
            for (int lag = 1; lag <= lags; lag++) {
                double phase = Math.PI * (Math.log(lag + 1) - centre) / (2 * spacing);
                columns[k][lag - 1] = (1 + Math.cos(Math.max(-Math.PI, Math.min(Math.PI, phase)))) / 2;
            }
        }
        columns[0][0] = 1;
    }

    /** A single column, a filter that is known. */
    CosineBasis(double... filter) {
        columns = new double[][] {filter.clone()};
    }

    int lags() {
        return columns[0].length;
    }

    int size() {
        return columns.length;
    }

    /** Column k at a lag from 1 to L. */
    double at(int k, int lag) {
        return columns[k][lag - 1];
    }

    /** The filter sum_k z_k B_k, entry 0 at lag 1. */
    double[] filter(double[] coefficients) {
        double[] filter = new double[lags()];
        for (int k = 0; k < size(); k++) {
            for (int l = 0; l < filter.length; l++) {
                filter[l] += coefficients[k] * columns[k][l];
            }
        }
        return filter;
    }

    /** The inner product of every column with a function of the lag, entry 0 at lag 1. */
    double[] project(double[] byLag) {
        double[] products = new double[size()];
        for (int k = 0; k < size(); k++) {
            for (int l = 0; l < byLag.length; l++) {
                products[k] += columns[k][l] * byLag[l];
            }
        }
        return products;
    }
}
