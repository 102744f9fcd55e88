package circuitscope.motifs;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.random.HaltonSequenceGenerator;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * How the factors of the neurons of a population are drawn. Either way they are whitened: their sample mean is 0 and their
 * sample covariance (divisor N) the one that is asked for, to rounding. Without that, a thousand neurons are 8 % off in their
 * rates.
 */
public enum FactorSampling {
    /** Independent normal variables. */
    RANDOM,
    /** Quasi-random normal variables (Halton 1960): the distribution is filled evenly, and the seed has no part in it. */
    EVEN;

    private static final double ROUNDING = 1e-12;
    private static final int SKIPPED = 20;

    /**
     * @param covariance positive semidefinite, shape (K, K)
     * @param neurons number of neurons
     * @param where names the population in messages
     * @param seed seed of a network
     * @param population number of the population
     * @return factors, shape (K, neurons)
     * @throws InputException if there are too few neurons
     */
    double[][] draw(double[][] covariance, int neurons, String where, long seed, int population) {
        if (Arrays.stream(covariance).flatMapToDouble(Arrays::stream).allMatch(value -> value == 0)) {
            return new double[covariance.length][neurons];
        }
        RealMatrix root = root(covariance);
        int rank = root.getColumnDimension();
        if (neurons < rank + 2) {
            throw InputException.of(
                    "Population %s has %d neurons, expected at least %d for %d independent factors; take more neurons.",
                    where, neurons, rank + 2, rank);
        }
        double[][] normal = this == RANDOM ? random(neurons, rank, seed, population) : even(neurons, rank);
        return root.multiply(whitened(normal).transpose()).getData();
    }

    /** Shape (K, rank): the covariance is this times its transpose. */
    private static RealMatrix root(double[][] covariance) {
        EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(covariance));
        double largest = Arrays.stream(eigen.getRealEigenvalues()).max().orElseThrow();
        int[] kept = IntStream.range(0, covariance.length)
                .filter(k -> eigen.getRealEigenvalue(k) > ROUNDING * largest)
                .toArray();
        RealMatrix root = new Array2DRowRealMatrix(covariance.length, kept.length);
        for (int k = 0; k < kept.length; k++) {
            root.setColumnVector(
                    k, eigen.getEigenvector(kept[k]).mapMultiply(Math.sqrt(eigen.getRealEigenvalue(kept[k]))));
        }
        return root;
    }

    private static double[][] random(int neurons, int rank, long seed, int population) {
        ContinuousSampler normal =
                ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(seed, "motif factors", population));
        double[][] values = new double[neurons][rank];
        for (double[] row : values) {
            Arrays.setAll(row, k -> normal.sample());
        }
        return values;
    }

    private static double[][] even(int neurons, int rank) {
        HaltonSequenceGenerator uniform = new HaltonSequenceGenerator(rank);
        uniform.skipTo(SKIPPED);
        NormalDistribution normal = new NormalDistribution();
        double[][] values = new double[neurons][];
        for (int i = 0; i < neurons; i++) {
            values[i] = Arrays.stream(uniform.nextVector())
                    .map(normal::inverseCumulativeProbability)
                    .toArray();
        }
        return values;
    }

    /** Sample mean 0, sample covariance the identity (divisor: number of rows). */
    private static RealMatrix whitened(double[][] values) {
        int n = values.length;
        int rank = values[0].length;
        for (int k = 0; k < rank; k++) {
            int column = k;
            double mean = Arrays.stream(values).mapToDouble(row -> row[column]).sum() / n;
            Arrays.stream(values).forEach(row -> row[column] -= mean);
        }
        RealMatrix centred = new Array2DRowRealMatrix(values, false);
        RealMatrix covariance = centred.transpose().multiply(centred).scalarMultiply(1.0 / n);
        RealMatrix lower = new CholeskyDecomposition(covariance).getL();
        RealMatrix inverse = MatrixUtils.inverse(lower);
        return centred.multiply(inverse.transpose());
    }
}
