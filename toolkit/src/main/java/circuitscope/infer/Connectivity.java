package circuitscope.infer;

import circuitscope.InputException;
import java.util.Arrays;
import java.util.Optional;

/**
 * What is known of the connections between N neurons. Row i, column j of every matrix is the connection from neuron j to
 * neuron i; diagonals are 0, and the scale of all weights together is free.
 */
public sealed interface Connectivity permits Connectivity.Estimate, Connectivity.WithErrors, Connectivity.Posterior {
    /** {@return the best single value of each weight, shape (N, N)} */
    double[][] weights();

    /** {@return the standard deviation of each weight by chance, shape (N, N), if the method knows it} */
    default Optional<double[][]> deviation() {
        return Optional.empty();
    }

    /**
     * {@return the covariances of the errors of a neuron's weights, which are fitted together, of w[i][j] and w[i][k] at
     * [i][j][k], shape (N, N, N), if the method keeps them; errors of two neurons' weights are independent}
     */
    default Optional<double[][][]> covariances() {
        return Optional.empty();
    }

    /** {@return the probability that each connection exists, shape (N, N), if the method knows it} */
    default Optional<double[][]> edgeProbability() {
        return Optional.empty();
    }

    /**
     * {@return which connections are taken to exist, 1 for excitatory, -1 for inhibitory, 0 for none, shape (N, N), if the
     * method says so}
     */
    default Optional<int[][]> edges() {
        return Optional.empty();
    }

    /** {@return the likeliest latency of each connection in ms, shape (N, N); NaN where there is none, if the method knows it} */
    default Optional<double[][]> latenciesMs() {
        return Optional.empty();
    }

    /** {@return the number of neurons} */
    default int neurons() {
        return weights().length;
    }

    /**
     * @param weights w[i][j] from neuron j to neuron i, shape (N, N)
     * @return weights of which nothing more is known
     */
    static Connectivity of(double[][] weights) {
        return new Estimate(weights);
    }

    /**
     * Weights alone.
     *
     * @param weights w[i][j] from neuron j to neuron i, shape (N, N)
     */
    record Estimate(double[][] weights) implements Connectivity {
        /**
         * @param weights w[i][j] from neuron j to neuron i, shape (N, N)
         * @throws InputException if the matrix is not square
         */
        public Estimate {
            requireShape("Weights", weights, weights.length);
        }
    }

    /**
     * Weights with standard errors.
     *
     * @param weights w[i][j] from neuron j to neuron i, shape (N, N)
     * @param errors standard error of each weight, shape (N, N), in the scale of the weights
     * @param covariances covariances of the errors of each neuron's weights, shape (N, N, N); empty if they are not known
     */
    record WithErrors(double[][] weights, double[][] errors, Optional<double[][][]> covariances)
            implements Connectivity {
        /**
         * @param weights w[i][j] from neuron j to neuron i, shape (N, N)
         * @param errors standard error of each weight, shape (N, N)
         * @param covariances covariances of the errors of each neuron's weights, shape (N, N, N)
         * @throws InputException if a matrix is not square, or they differ in size
         */
        public WithErrors {
            requireShape("Weights", weights, weights.length);
            requireShape("Standard errors", errors, weights.length);
            covariances.ifPresent(all -> requireCovariances(all, weights.length));
        }

        /**
         * @param weights w[i][j] from neuron j to neuron i, shape (N, N)
         * @param errors standard error of each weight, shape (N, N)
         * @throws InputException if a matrix is not square, or they differ in size
         */
        public WithErrors(double[][] weights, double[][] errors) {
            this(weights, errors, Optional.empty());
        }

        /**
         * Errors of each neuron's weights that are known with their covariances, whose diagonals are the squares of the
         * standard errors.
         *
         * @param weights w[i][j] from neuron j to neuron i, shape (N, N)
         * @param covariances covariances of the errors of each neuron's weights, shape (N, N, N)
         * @return the weights
         * @throws InputException if shapes do not fit, or a variance is below 0
         */
        public static WithErrors of(double[][] weights, double[][][] covariances) {
            requireCovariances(covariances, weights.length);
            double[][] errors = new double[weights.length][weights.length];
            for (int i = 0; i < errors.length; i++) {
                for (int j = 0; j < errors[i].length; j++) {
                    errors[i][j] = Math.sqrt(InputException.requireBetween(
                            "Variance of a weight", covariances[i][j][j], 0, Double.MAX_VALUE));
                }
            }
            return new WithErrors(weights, errors, Optional.of(covariances));
        }

        /**
         * @param factor a number
         * @return weights and errors in a scale that is so many times as large
         */
        public WithErrors times(double factor) {
            return new WithErrors(
                    scaled(weights, factor),
                    scaled(errors, Math.abs(factor)),
                    covariances.map(all -> Arrays.stream(all)
                            .map(rows -> scaled(rows, factor * factor))
                            .toArray(double[][][]::new)));
        }

        private static void requireCovariances(double[][][] covariances, int n) {
            InputException.requireBetween("Neurons with covariances", covariances.length, n, n);
            for (double[][] rows : covariances) {
                InputException.requireBetween("Rows of a neuron's covariances", rows.length, n, n);
                requireShape("Covariances of the errors", rows, n);
            }
        }

        private static double[][] scaled(double[][] values, double factor) {
            return Arrays.stream(values)
                    .map(row -> Arrays.stream(row).map(value -> factor * value).toArray())
                    .toArray(double[][]::new);
        }

        @Override
        public Optional<double[][]> deviation() {
            return Optional.of(errors);
        }
    }

    /**
     * A posterior distribution of each weight.
     *
     * @param mean posterior mean, shape (N, N)
     * @param standardDeviation posterior standard deviation, shape (N, N)
     * @param probability probability that the connection exists, shape (N, N), 0 to 1
     * @param signs connections that are taken to exist, by sign: 1, -1 or 0, shape (N, N)
     * @param latencies latency of each connection in ms, shape (N, N), NaN where there is none; empty if it is not known
     */
    record Posterior(
            double[][] mean,
            double[][] standardDeviation,
            double[][] probability,
            int[][] signs,
            Optional<double[][]> latencies)
            implements Connectivity {
        /**
         * @param mean posterior mean, shape (N, N)
         * @param standardDeviation posterior standard deviation, shape (N, N)
         * @param probability probability that the connection exists, shape (N, N)
         * @param signs connections that are taken to exist, by sign: 1, -1 or 0, shape (N, N)
         * @param latencies latency of each connection in ms, shape (N, N)
         * @throws InputException if a matrix is not square, they differ in size, or a probability is not in [0, 1]
         */
        public Posterior {
            requireShape("Posterior means", mean, mean.length);
            requireShape("Posterior deviations", standardDeviation, mean.length);
            requireShape("Edge probabilities", probability, mean.length);
            latencies.ifPresent(matrix -> requireShape("Latencies", matrix, mean.length));
            InputException.requireBetween("Rows of the edges", signs.length, mean.length, mean.length);
            for (double[] row : probability) {
                for (double value : row) {
                    InputException.requireBetween("Edge probability", value, 0, 1);
                }
            }
        }

        @Override
        public double[][] weights() {
            return mean;
        }

        @Override
        public Optional<double[][]> deviation() {
            return Optional.of(standardDeviation);
        }

        @Override
        public Optional<double[][]> edgeProbability() {
            return Optional.of(probability);
        }

        @Override
        public Optional<int[][]> edges() {
            return Optional.of(signs);
        }

        @Override
        public Optional<double[][]> latenciesMs() {
            return latencies;
        }
    }

    private static void requireShape(String name, double[][] matrix, int n) {
        for (int i = 0; i < matrix.length; i++) {
            if (matrix.length != n || matrix[i].length != n) {
                throw InputException.of(
                        "%s have %d rows, and row %d has %d columns, expected %d of each.",
                        name, matrix.length, i, matrix[i].length, n);
            }
        }
    }
}
