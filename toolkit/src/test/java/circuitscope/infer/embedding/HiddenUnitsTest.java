package circuitscope.infer.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.infer.arithmetic.Parameters;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class HiddenUnitsTest {
    private static final double STEP = 2 * Math.PI / 10;
    /** Places 0, 1, 4, 6 of ten; hidden at 3 and 8: a third of the way from 4 to 1, and half the way from 6 to 0. */
    private static final HiddenUnits UNITS =
            HiddenUnits.of(new double[] {0, STEP, 4 * STEP, 6 * STEP}, new double[] {3 * STEP, 8 * STEP});

    private static Parameters parameters() {
        UniformRandomProvider random = RandomStreams.of(5, "hidden units");
        Parameters p = new Parameters();
        PairwiseMlp.initialize(p, 2, random);
        float[] z = new float[8];
        for (int k = 0; k < z.length; k++) {
            z[k] = (float) (2 * random.nextDouble() - 1);
        }
        return p.put(PairwiseMlp.Z, z);
    }

    @Test
    void givenNeighbours_whenWeightsAreMadeEffective_thenHiddenOnesAreSharedOut() {
        Parameters p = parameters();
        float[] complete = UNITS.complete(p, p.get(PairwiseMlp.Z));

        float[] effective = UNITS.effective(p, p.get(PairwiseMlp.Z));

        for (int i = 0; i < 4; i++) {
            float first = complete[i * 6 + 4];
            float second = complete[i * 6 + 5];
            float[] added = {second / 2, first / 3, 2 * first / 3, second / 2};
            for (int j = 0; j < 4; j++) {
                assertEquals(
                        i == j ? 0 : complete[i * 6 + j] + added[j],
                        effective[i * 4 + j],
                        1e-6,
                        "pair " + i + ", " + j);
            }
        }
        assertArrayEquals(new float[] {complete[1], complete[2], complete[3]}, row(UNITS.recorded(p, p.get("z"))), 0);
    }

    private static float[] row(float[] weights) {
        return new float[] {weights[1], weights[2], weights[3]};
    }

    @Test
    void givenALoss_whenTakenBack_thenTheGradientIsThatOfSmallChanges() {
        Parameters p = parameters();
        float[] factor = {0, .3f, -.2f, .5f, .7f, 0, .1f, -.4f, .2f, .6f, 0, .3f, -.5f, .2f, .9f, 0};

        float[] gradient = UNITS.zGradient(UNITS.mlp(), p, p.get(PairwiseMlp.Z), w -> factor, p.zeros());

        for (int k = 0; k < 8; k++) {
            float[] z = p.get(PairwiseMlp.Z).clone();
            float size = 2e-4f;
            z[k] += size;
            double above = loss(UNITS.effective(p, z), factor);
            z[k] -= 2 * size;
            double below = loss(UNITS.effective(p, z), factor);
            assertEquals((above - below) / (2 * size), gradient[k], 2e-3, "z " + k);
        }
    }

    private static double loss(float[] weights, float[] factor) {
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * factor[k];
        }
        return sum;
    }

    @Test
    void givenACellWithoutAPlace_whenHiddenUnitsAreAsked_thenASentenceNamesIt() {
        assertEquals(
                "Neuron 1 has no place on the ring, expected a preferred angle; give its cell one, or leave out hidden units.",
                assertThrows(
                                InputException.class,
                                () -> HiddenUnits.of(new double[] {0, Double.NaN, 2}, new double[] {1}))
                        .getMessage());
    }
}
