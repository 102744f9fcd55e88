package circuitscope.infer.glm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.evaluate.WeightError;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import org.junit.jupiter.api.Test;

class EarlyStoppedGlmTest {
    private static final Network RING = Network.thresholdCrossing().withNeurons(16);
    private static final Recording RECORDING = new Simulation(RING, 20, 1).run();
    private static final GlmOptions GLM = GlmOptions.standard().withFilter(20, 8);

    @Test
    void givenManyIterations_whenFitted_thenItIsTheConvergedGlm() {
        GlmResult converged = new Glm().fit(RECORDING, GLM.withTolerance(1e-3));
        GlmResult slow = new EarlyStoppedGlm().fit(RECORDING, new EarlyStoppedGlmOptions(GLM.withTolerance(1e-3), 500));
        for (int i = 0; i < 16; i++) {
            assertEquals(converged.bias()[i], slow.bias()[i], 0.01);
            for (int j = 0; j < 16; j++) {
                assertEquals(converged.weights()[i][j], slow.weights()[i][j], 0.01, i + ", " + j);
            }
        }
        assertEquals(converged.logLikelihood(), slow.logLikelihood(), 1e-4 * Math.abs(converged.logLikelihood()));
    }

    @Test
    void givenFewIterations_whenFitted_thenNeuronsArePooledAndNoneHasArrived() {
        Network ring = Network.thresholdCrossing().withNeurons(50);
        Recording recording = new Simulation(ring, 20, 1).run();
        GlmResult converged = new Glm().fit(recording, GLM);
        GlmResult early = new EarlyStoppedGlm().fit(recording, new EarlyStoppedGlmOptions(GLM, 8));
        assertFalse(early.convergence().converged());
        assertTrue(early.logLikelihood() < converged.logLikelihood());
        double delta = WeightError.of(early.weights(), ring.weights()).delta();
        double before = WeightError.of(converged.weights(), ring.weights()).delta();
        assertTrue(delta < before, delta + " after " + before);
    }

    @Test
    void givenAPathOfPenalties_whenMade_thenTheMessageSaysThatOneIsExpected() {
        assertTrue(assertThrows(InputException.class, () -> new EarlyStoppedGlmOptions(GLM.withHarmonics(1), 8))
                .getMessage()
                .contains("expected 1 and 0"));
    }
}
