package circuitscope.infer.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import circuitscope.infer.arithmetic.FiniteDifferences;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.messagepassing.Architecture;
import circuitscope.infer.messagepassing.Architecture.Messages;
import circuitscope.infer.messagepassing.GradientTest;
import circuitscope.infer.messagepassing.NaiveNetwork;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairwiseMlpTest {
    private static final int DIMENSIONS = 3;

    /** MLP and embedding, the latter with a mean and a deviation that standardisation has to take away. */
    private static Parameters parameters(int neurons) {
        Parameters p = new Parameters();
        PairwiseMlp.initialize(p, DIMENSIONS, RandomSource.XO_SHI_RO_256_PP.create(4));
        Random random = new Random(6);
        float[] z = new float[neurons * DIMENSIONS];
        for (int k = 0; k < z.length; k++) {
            z[k] = (float) (0.5 + (0.3 + k % DIMENSIONS) * random.nextGaussian());
        }
        return p.put(PairwiseMlp.Z, z);
    }

    private static double[] naive(int neurons, Map<String, double[]> values) {
        Recording recording = Recording.builder(neurons, 10, 1).add(0, 0).build();
        return new NaiveNetwork(recording, new Architecture(6, 2, 3, 4, Messages.PAIR, 5, 0))
                .weights(values::get, values.get(PairwiseMlp.Z), DIMENSIONS);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 8})
    void givenAnEmbedding_whenTheMlpReadsIt_thenTheWeightsAreThoseOfALoopOverPairs(int neurons) {
        Parameters p = parameters(neurons);
        float[] w = new PairwiseMlp(neurons).forward(p, p.get(PairwiseMlp.Z));
        double[] expected = naive(neurons, GradientTest.doubles(p));
        for (int k = 0; k < w.length; k++) {
            assertEquals(expected[k], w[k], 1e-6, "pair " + k);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7, 8})
    void givenTwoSteps_whenDifferentiated_thenGradientsAddUpToTwiceTheFiniteDifferencesInDoublePrecision(int neurons) {
        Parameters p = parameters(neurons);
        // neither symmetric nor without diagonal
        float[] weightGradient = new float[neurons * neurons];
        Random random = new Random(8);
        for (int k = 0; k < weightGradient.length; k++) {
            weightGradient[k] = (float) random.nextGaussian();
        }
        PairwiseMlp mlp = new PairwiseMlp(neurons);
        Parameters gradient = p.zeros();
        for (int repeat = 0; repeat < 2; repeat++) {
            mlp.forward(p, p.get(PairwiseMlp.Z));
            float[] zGradient = mlp.backward(p, weightGradient, gradient);
            for (int k = 0; k < zGradient.length; k++) {
                gradient.get(PairwiseMlp.Z)[k] += zGradient[k];
            }
        }
        Map<String, double[]> values = GradientTest.doubles(p);
        // so small that no rectifier opens or closes in between
        double step = 1e-7;
        for (String name : p.names()) {
            double[] array = values.get(name);
            double[] expected = new double[array.length];
            for (int k = 0; k < expected.length; k++) {
                expected[k] = 2
                        * FiniteDifferences.slope(
                                array, k, step, () -> product(weightGradient, naive(neurons, values)));
            }
            double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            for (int k = 0; k < expected.length; k++) {
                assertEquals(expected[k], gradient.get(name)[k], 1e-5 * largest + 1e-6, name + "[" + k + "]");
            }
        }
    }

    private static double product(float[] a, double[] b) {
        double product = 0;
        for (int k = 0; k < a.length; k++) {
            product += a[k] * b[k];
        }
        return product;
    }
}
