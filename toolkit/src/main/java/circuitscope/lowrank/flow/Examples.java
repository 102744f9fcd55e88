package circuitscope.lowrank.flow;

import circuitscope.InputException;

/**
 * What a flow learns from.
 *
 * @param x points of the distribution, shape (count, D)
 * @param conditions what each is conditioned on, shape (count, C), C = 0 for none
 * @param noise s.d. of normal noise that is added to a point anew each time it is drawn, 0 or more
 */
record Examples(double[][] x, double[][] conditions, double noise) {
    private static final double CONSTANT = 1e-9;

    Examples {
        if (x.length < 2 || x[0].length == 0 || conditions.length != x.length) {
            throw InputException.of(
                    "%d points with %d conditions, expected at least two points of at least one dimension, each with its"
                            + " condition.",
                    x.length, conditions.length);
        }
        InputException.requireBetween("Noise of the points", noise, 0, 1e6);
        requireFinite("Point", x);
        requireFinite("Condition", conditions);
        for (int k = 0; noise == 0 && k < x[0].length; k++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (double[] row : x) {
                least = Math.min(least, row[k]);
                most = Math.max(most, row[k]);
            }
            if (!(most - least > CONSTANT * Math.max(1, Math.abs(most)))) {
                throw InputException.of(
                        "Dimension %d is %s for all points, expected one that varies; leave it out.", k, most);
            }
        }
    }

    private static void requireFinite(String name, double[][] rows) {
        for (int i = 0; i < rows.length; i++) {
            for (double value : rows[i]) {
                if (rows[i].length != rows[0].length || !Double.isFinite(value)) {
                    throw InputException.of(
                            "%s %d: found %d numbers, one of them %s, expected %d finite ones.",
                            name, i, rows[i].length, value, rows[0].length);
                }
            }
        }
    }

    int dimensions() {
        return x[0].length;
    }

    int conditionCount() {
        return conditions[0].length;
    }
}
