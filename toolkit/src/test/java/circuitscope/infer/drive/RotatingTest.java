package circuitscope.infer.drive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.evaluate.WeightError;
import circuitscope.infer.Request;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.linkglm.LinkGlmOptions;
import circuitscope.network.AngularSignal;
import circuitscope.network.Drive;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import org.junit.jupiter.api.Test;

class RotatingTest {
    /** At 0 neurons do not turn, at 2 rad by floor(4 * 0.5 * 2 / 2 pi) = 0 and at 4 rad by 1. */
    private static final Rotation ROTATION =
            new Rotation(4, 0.5, new Covariate.Circular("theta", 10, new double[] {0, 2, 4}));

    @Test
    void givenAnAngle_whenSpikesAreMoved_thenEachStandsAtTheStandInOfItsNeuron() {
        Recording recording = Recording.builder(4, 30, 1)
                .add(3, 2)
                .add(15, 3)
                .add(25, 3)
                .add(26, 1)
                .build();

        Recording targets = ROTATION.targets(recording);

        int[] neurons = new int[4];
        for (int k = 0; k < 4; k++) {
            neurons[k] = targets.neuronOf(k);
            assertEquals(recording.stepOf(k), targets.stepOf(k));
        }
        assertArrayEquals(new int[] {2, 3, 0, 2}, neurons);
    }

    @Test
    void givenRatesOfStandIns_whenAskedForNeurons_thenTheyAreTurnedBack() {
        double[] standIns = {10, 11, 12, 13};

        ROTATION.rates((recording, steps, visitor) -> visitor.rates(steps[0], standIns))
                .visit(null, new int[] {25}, (step, rates) -> assertArrayEquals(new double[] {11, 12, 13, 10}, rates));
    }

    @Test
    void givenNoAngle_whenFitted_thenTheSentenceNamesTheOtherMethod() {
        Recording still = new Simulation(Network.thresholdCrossing().withNeurons(10), 5, 1).run();

        assertFalse(Rotating.suits(still));
        assertEquals(
                "The method 'rotating-link-glm' needs the angle that turns the couplings, but the recording has none; add it as"
                        + " 'theta', or take 'link-glm'.",
                assertThrows(
                                InputException.class,
                                () -> Rotating.of(new LinkGlm()).fit(still))
                        .getMessage());
    }

    @Test
    void givenADrivenRing_whenFitted_thenGainAndTheWeightsAtRestAreFound() {
        Network ring = Network.thresholdCrossing()
                .withNeurons(40)
                .withDrive(new Drive.Rotation(1e-3, new AngularSignal.BandLimited(0.5, 0.5, 7), 0.4));
        Recording recording = new Simulation(ring, 90, 2).run();
        assertTrue(Rotating.suits(recording));
        Request request = Request.of(recording);

        RotatingResult turning = Rotating.of(new LinkGlm()).fit(request, LinkGlmOptions.standard());
        double still = WeightError.of(new LinkGlm().fit(request).weights(), ring.weights())
                .deltaLeastSquares();

        assertEquals(0.4, turning.rotation().gain(), 0.02);
        double delta = WeightError.of(turning.weights(), ring.weights()).deltaLeastSquares();
        assertTrue(delta < 0.8 * still, "Delta " + delta + " with, " + still + " without the angle");
    }
}
