package circuitscope.systems;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.infer.netformer.Attention;
import circuitscope.infer.netformer.AttentionTraining;
import circuitscope.infer.netformer.Loss;
import circuitscope.infer.netformer.NetFormerOptions;
import circuitscope.infer.sampling.EpochTraining;
import circuitscope.infer.sampling.Windows;
import java.util.Arrays;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * How well attention and least squares tell the couplings of a few variables (Lu et al., ICLR 2025): the rank correlation with
 * the true couplings of the moment, off the diagonal.
 */
public final class CouplingTrial implements Computation<CouplingTrial.Options, CouplingTrial.Found> {
    /**
     * What is told, and from how much.
     *
     * @param variables number of variables
     * @param activation how input acts
     * @param switching whether couplings change with the state
     * @param times times that are learned from; a quarter as many are for the test
     * @param embedding size of the embedding
     * @param epochs passes over the times, in batches of 80 at the rate 0.01
     */
    public record Options(
            int variables, CoupledMap.Activation activation, boolean switching, int times, int embedding, int epochs) {
        /**
         * @param variables number of variables
         * @param activation how input acts
         * @param switching whether couplings change with the state
         * @param times times that are learned from
         * @param embedding size of the embedding
         * @param epochs passes over the times
         * @throws InputException if the activation is missing, or a number is out of range
         */
        public Options {
            if (activation == null) {
                throw InputException.of("How input acts is missing; give LINEAR or TANH.");
            }
            InputException.requireBetween("Number of variables", variables, 3, 1000);
            InputException.requireBetween("Times to learn from", times, 40, 10_000_000);
            InputException.requireBetween("Size of the embedding", embedding, 1, 10_000);
            InputException.requireBetween("Epochs", epochs, 1, 1_000_000);
        }
    }

    /**
     * Mean rank correlations over the test part.
     *
     * @param attention of the attention at each time
     * @param leastSquares of the one matrix that least squares gives
     */
    public record Found(double attention, double leastSquares) {}

    private final boolean layerNorm;

    /** Attention without a layer norm. */
    public CouplingTrial() {
        this(false);
    }

    private CouplingTrial(boolean layerNorm) {
        this.layerNorm = layerNorm;
    }

    /** {@return the same with a layer norm, whose name is "netformer-variables-layer-norm"} */
    public CouplingTrial withLayerNorm() {
        return new CouplingTrial(true);
    }

    @Override
    public String name() {
        return layerNorm ? "netformer-variables-layer-norm" : "netformer-variables";
    }

    @Override
    public Options standard() {
        return new Options(5, CoupledMap.Activation.LINEAR, false, 8000, 5, 1100);
    }

    @Override
    public Class<Found> findings() {
        return Found.class;
    }

    @Override
    public Found run(Options options, long seed, Workers workers) {
        CoupledMap system = CoupledMap.random(options.variables(), options.activation(), options.switching(), seed);
        int test = options.times() / 4;
        double[][] states = system.simulate(options.times() + test + 1, seed);
        double[][] learned = Arrays.copyOf(states, options.times() + 1);
        double[][] shown = Arrays.copyOfRange(states, options.times(), states.length);
        Windows tokens = Windows.of(shown, 1);
        NetFormerOptions settings =
                NetFormerOptions.standard().with(options.embedding(), 0.01).withEpochs(80, options.epochs());
        AttentionTraining trained = AttentionTraining.of(
                Attention.untrained(options.variables(), settings, layerNorm, seed),
                Windows.of(learned, 1),
                tokens,
                Loss.SQUARED,
                settings,
                EpochTraining.Run.of(seed, workers.progress()));
        double[][] regression = leastSquares(learned);
        double ofAttention = 0;
        double ofRegression = 0;
        for (int k = 0; k < test; k++) {
            double[][] truth = system.couplings(shown[k]);
            ofAttention += rankCorrelation(trained.network().attention(tokens.at(k)), truth) / test;
            ofRegression += rankCorrelation(regression, truth) / test;
        }
        return new Found(ofAttention, ofRegression);
    }

    /** The matrix that predicts the next state best. */
    static double[][] leastSquares(double[]... states) {
        int n = states[0].length;
        double[][] past = Arrays.copyOf(states, states.length - 1);
        double[][] matrix = new double[n][];
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        for (int i = 0; i < n; i++) {
            int row = i;
            regression.newSampleData(
                    Arrays.stream(states).skip(1).mapToDouble(x -> x[row]).toArray(), past);
            matrix[i] = Arrays.copyOfRange(regression.estimateRegressionParameters(), 1, n + 1);
        }
        return matrix;
    }

    private static double rankCorrelation(double[][] found, double[][] truth) {
        return new SpearmansCorrelation().correlation(offDiagonal(found), offDiagonal(truth));
    }

    private static double[] offDiagonal(double[][] matrix) {
        int n = matrix.length;
        double[] values = new double[n * (n - 1)];
        for (int k = 0; k < values.length; k++) {
            int i = k / (n - 1);
            int j = k % (n - 1);
            values[k] = matrix[i][j < i ? j : j + 1];
        }
        return values;
    }
}
