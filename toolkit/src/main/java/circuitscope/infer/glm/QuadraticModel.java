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
            double[] half = new double[start.length];
            for (int j = 0; j < half.length; j++) {
                half[j] = (start[j] + trial[j]) / 2;
            }
            return half;
        }
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
