package circuitscope.infer.glm;

import circuitscope.infer.arithmetic.CoordinateDescent;
import circuitscope.infer.arithmetic.PositiveDefinite;
import java.util.Arrays;

/**
 * The quadratic model of one neuron's penalized negative log-likelihood. Its curvature is fixed; its place and slope are
 * given with each question, because a curvature serves several steps. Points have the bias in the neuron's own place.
 */
sealed interface QuadraticModel {
    /**
     * Where the model is least.
     *
     * @param point the minimum, shape (inputs)
     * @param gain what going there promises to gain, in nats
     */
    record Move(double[] point, double gain) {}

    Move move(double[] start, double[] slope);

    /** How many times nearer a step with it has to bring a neuron; otherwise a new curvature is worth its cost. */
    default double patience() {
        return 4;
    }

    /** A point nearer to the start, after a move and {@code times - 1} retreats have not gained anything. */
    double[] retreat(double[] start, double[] slope, double[] trial, int times);

    /** A smooth penalty, which is in the slope and the curvature: the Newton step. */
    record Smooth(PositiveDefinite curvature) implements QuadraticModel {
        static Smooth of(double[][] curvature) {
            return new Smooth(PositiveDefinite.of(curvature));
        }

        @Override
        public Move move(double[] start, double[] slope) {
            double[] step = curvature.solve(slope);
            double product = 0;
            double[] point = new double[start.length];
            for (int j = 0; j < step.length; j++) {
                product += step[j] * slope[j];
                point[j] = start[j] - step[j];
            }
            return new Move(point, product / 2);
        }

        @Override
        public double[] retreat(double[] start, double[] slope, double[] trial, int times) {
            return halfway(start, trial);
        }
    }

    /**
     * A curvature of which all neurons share the costly part. An exponential rate moves the mean of normally distributed inputs
     * and leaves their covariance C as it is: with the mean m that inputs have at the neuron's spikes, and n spikes, the
     * curvature is n (C + m m^T) for the weights, n m between them and the bias, and n for the bias.
     *
     * @param inverse inverse of C, shape (inputs, inputs)
     * @param mean m, shape (inputs)
     * @param spikes spikes n of this neuron
     * @param neuron its input is none of its own
     */
    record Normal(double[][] inverse, double[] mean, double spikes, int neuron) implements QuadraticModel {
        @Override
        public Move move(double[] start, double[] slope) {
            int inputs = start.length;
            double[] step = new double[inputs];
            for (int j = 0; j < inputs; j++) {
                if (j != neuron) {
                    FilteredActivity.addScaled(inverse[j], slope[j] - slope[neuron] * mean[j], inputs, step);
                }
            }
            // the least of all steps that leave the neuron's own input alone
            FilteredActivity.addScaled(inverse[neuron], -step[neuron] / inverse[neuron][neuron], inputs, step);
            double[] point = new double[inputs];
            double product = 0;
            double ofBias = slope[neuron] / spikes;
            for (int j = 0; j < inputs; j++) {
                if (j != neuron) {
                    double move = step[j] / spikes;
                    point[j] = start[j] - move;
                    product += move * slope[j];
                    ofBias -= mean[j] * move;
                }
            }
            point[neuron] = start[neuron] - ofBias;
            return new Move(point, (product + ofBias * slope[neuron]) / 2);
        }

        @Override
        public double patience() {
            return 1.5;
        }

        @Override
        public double[] retreat(double[] start, double[] slope, double[] trial, int times) {
            return halfway(start, trial);
        }
    }

    private static double[] halfway(double[] start, double[] trial) {
        double[] half = new double[start.length];
        for (int j = 0; j < half.length; j++) {
            half[j] = (start[j] + trial[j]) / 2;
        }
        return half;
    }

    /** An l1 penalty beside slope and curvature; a retreat raises the curvature, so that zeros stay exactly 0. */
    record Sparse(double[][] curvature, double[] penalty) implements QuadraticModel {
        @Override
        public Move move(double[] start, double[] slope) {
            double[] point = CoordinateDescent.minimize(curvature, start, slope, penalty, 0);
            double change = 0;
            for (int j = 0; j < point.length; j++) {
                double pull = slope[j];
                for (int k = 0; k < point.length; k++) {
                    pull += curvature[j][k] * (point[k] - start[k]) / 2;
                }
                change += pull * (point[j] - start[j]) + penalty[j] * (Math.abs(point[j]) - Math.abs(start[j]));
            }
            return new Move(point, -change);
        }

        @Override
        public double[] retreat(double[] start, double[] slope, double[] trial, int times) {
            double factor = Math.scalb(1, times);
            double[][] raised = Arrays.stream(curvature)
                    .map(row -> Arrays.stream(row).map(value -> value * factor).toArray())
                    .toArray(double[][]::new);
            return CoordinateDescent.minimize(raised, start, slope, penalty, 0);
        }
    }
}
