package circuitscope.lowrank.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.RandomStreams;
import circuitscope.infer.arithmetic.Parameters;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VelocityNetworkTest {
    private static float[][] rows(int rows, long seed) {
        UniformRandomProvider random = RandomStreams.of(seed, "test");
        float[][] values = new float[rows][VelocityNetwork.COLUMNS];
        for (float[] row : values) {
            for (int x = 0; x < row.length; x++) {
                row[x] = 3 * random.nextFloat() - 1.5f;
            }
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 64, 3, 256", "3, 2, 16, 1, 100", "1, 9, 8, 2, 7"})
    void givenABatch_whenGradientsAreTaken_thenTheyAreThoseOfTheEngine(
            int dimensions, int conditions, int width, int layers, int count) {
        VelocityNetwork network = new VelocityNetwork(dimensions, conditions, width, layers);
        Parameters p = network.initial(1);
        float[][] input = rows(dimensions + 1 + conditions, 1);
        float[][] target = rows(dimensions, 2);
        float[][] slopes = network.forward(p, input, count);
        double loss = 0;
        for (int d = 0; d < dimensions; d++) {
            for (int x = 0; x < count; x++) {
                float difference = slopes[d][x] - target[d][x];
                loss += (double) difference * difference / (count * dimensions);
                slopes[d][x] = 2f / (count * dimensions) * difference;
            }
        }
        Parameters gradient = p.zeros();
        network.backward(p, slopes, count, gradient);
        EngineFlow.Back engine = new EngineFlow(layers).back(p, input, target, count);
        assertEquals(engine.loss(), loss, 1e-6 * engine.loss());
        for (Map.Entry<String, float[]> entry : engine.gradients().entrySet()) {
            float[] own = gradient.get(entry.getKey());
            double square = 0;
            double difference = 0;
            for (int k = 0; k < own.length; k++) {
                square += Math.pow(entry.getValue()[k], 2);
                difference += Math.pow(entry.getValue()[k] - own[k], 2);
            }
            assertTrue(square > 0, entry.getKey());
            assertEquals(0, Math.sqrt(difference / square), 3e-6, entry.getKey());
        }
    }

    @Test
    void givenInputs_whenTheUnitIsComputed_thenItIsTheDefinitionToSinglePrecision() {
        for (double x = -30; x < 30; x += 0.01) {
            float[] value = {(float) x};
            float[] sigma = new float[1];
            VelocityNetwork.silu(value, sigma, 1);
            double exact = 1 / (1 + Math.exp(-(double) (float) x));
            assertEquals(exact, sigma[0], 3e-7);
            assertEquals((float) x * exact, value[0], 3e-7 * Math.max(1, Math.abs(x)));
        }
    }

    @Test
    void givenTheDivergence_whenComparedToDifferencesOfTheOutput_thenItIsTheSumOfSlopes() {
        VelocityNetwork network = new VelocityNetwork(3, 1, 32, 3);
        Parameters p = network.initial(5);
        float[][] input = rows(5, 3);
        network.forward(p, input, 40);
        float[] divergence = new float[40];
        network.divergence(p, 40, divergence);
        float h = 0.01f;
        double[] sum = new double[40];
        for (int d = 0; d < 3; d++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                float[][] moved = rows(5, 3);
                for (int x = 0; x < 40; x++) {
                    moved[d][x] += sign * h;
                }
                float[] output = network.forward(p, moved, 40)[d];
                for (int x = 0; x < 40; x++) {
                    sum[x] += sign * output[x] / (2 * h);
                }
            }
        }
        for (int x = 0; x < 40; x++) {
            assertEquals(sum[x], divergence[x], 2e-4);
        }
    }
}
