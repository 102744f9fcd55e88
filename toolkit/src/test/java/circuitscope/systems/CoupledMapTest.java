package circuitscope.systems;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import org.junit.jupiter.api.Test;

class CoupledMapTest {
    @Test
    void givenALinearSystem_whenItsVarianceIsMeasured_thenItSolvesTheLyapunovEquation() {
        double[][] couplings = {{-3, 0.8, 0}, {-0.5, -2, 0.4}, {0, 0.3, -4}};
        CoupledMap system = new CoupledMap(couplings, couplings, CoupledMap.Activation.LINEAR, 0.1, 0.5);
        // C = M C M^T + 0.25 I with M = I + 0.1 W, by iteration
        double[][] expected = new double[3][3];
        for (int iteration = 0; iteration < 300; iteration++) {
            double[][] next = new double[3][3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    next[i][j] = i == j ? 0.25 : 0;
                    for (int a = 0; a < 3; a++) {
                        for (int b = 0; b < 3; b++) {
                            next[i][j] += ((i == a ? 1 : 0) + 0.1 * couplings[i][a])
                                    * expected[a][b]
                                    * ((j == b ? 1 : 0) + 0.1 * couplings[j][b]);
                        }
                    }
                }
            }
            expected = next;
        }
        double[][] states = system.simulate(100_000, 1);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double mean = 0;
                for (double[] x : states) {
                    mean += x[i] * x[j] / states.length;
                }
                assertEquals(expected[i][j], mean, 0.03, i + ", " + j);
            }
        }
    }

    @Test
    void givenASwitchingSystem_whenTheFirstVariableIsPositive_thenTheLastHasOtherInput() {
        CoupledMap system = CoupledMap.random(5, CoupledMap.Activation.TANH, true, 1);
        double[][] low = system.couplings(-1, 0, 0, 0, 0);
        double[][] high = system.couplings(1, 0, 0, 0, 0);
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(low[i], high[i]);
        }
        assertTrue(low[4][0] != high[4][0]);
        CoupledMap without = CoupledMap.random(5, CoupledMap.Activation.TANH, false, 1);
        assertArrayEquals(without.couplings(-1, 0, 0, 0, 0), without.couplings(1, 0, 0, 0, 0));
        assertThrows(InputException.class, () -> CoupledMap.random(2, CoupledMap.Activation.TANH, true, 1));
    }

    @Test
    void givenALongLinearRecord_whenAllMethodsLearn_thenAllRankTheCouplings() {
        CouplingTrial.Options options = new CouplingTrial.Options(4, CoupledMap.Activation.LINEAR, false, 4000, 4, 30);
        CouplingTrial.Found plain = new CouplingTrial().run(options, 1, Workers.of(1));
        CouplingTrial.Found normalized = new CouplingTrial().withLayerNorm().run(options, 1, Workers.of(1));
        assertTrue(plain.leastSquares() > 0.97, "" + plain);
        assertTrue(plain.attention() > 0.9, "" + plain);
        assertEquals(plain.leastSquares(), normalized.leastSquares());
        assertTrue(normalized.attention() > 0.9, "" + normalized);
        assertTrue(normalized.attention() != plain.attention(), "a layer norm changes nothing");
    }

    @Test
    void givenStatesOfAKnownMatrix_whenRegressed_thenItIsFound() {
        double[][] states = new double[20][];
        states[0] = new double[] {1, -2};
        for (int t = 1; t < 20; t++) {
            states[t] = new double[] {
                0.5 * states[t - 1][0] - 0.4 * states[t - 1][1], 0.9 * states[t - 1][0] + 0.1 * states[t - 1][1]
            };
        }
        double[][] matrix = CouplingTrial.leastSquares(states);
        assertArrayEquals(new double[] {0.5, -0.4}, matrix[0], 1e-9);
        assertArrayEquals(new double[] {0.9, 0.1}, matrix[1], 1e-9);
    }
}
