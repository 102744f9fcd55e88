package circuitscope.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.network.AngularSignal;
import circuitscope.network.Drive;
import circuitscope.network.LinearNonlinearPoisson;
import circuitscope.network.Network;
import circuitscope.network.ThresholdCrossing;
import circuitscope.network.wiring.WeightProfile;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that an angle turns, against the definition with weights indexed anew at each step (paper, Appendix G). */
class RotationTest {
    private static final double GAIN = 0.4;
    private static final AngularSignal THETA = new AngularSignal.Sinusoid(1.2, 300);

    private static Network ring(boolean lnp) {
        return Network.ring(
                        WeightProfile.MEXICAN_HAT,
                        0.025,
                        lnp ? LinearNonlinearPoisson.STANDARD : ThresholdCrossing.STANDARD)
                .withNeurons(40)
                .withDrive(new Drive.Rotation(1e-3, THETA, GAIN));
    }

    /** sum over j of W0(j - i - shift) s_j, all neurons, at the end of the recording's first steps. */
    private static double[] naiveInput(Simulation simulation, Recording recording, int steps) {
        Network network = simulation.network();
        int n = network.neurons();
        double[] s = simulation.initialActivation();
        int spike = 0;
        for (int t = 0; t < steps; t++) {
            for (int j = 0; j < n; j++) {
                s[j] *= network.decay();
            }
            for (; spike < recording.spikes() && recording.stepOf(spike) == t; spike++) {
                s[recording.neuronOf(spike)]++;
            }
        }
        double held = Math.floor(steps * network.dtMs() / Drive.Rotation.HOLD_MS) * Drive.Rotation.HOLD_MS;
        int shift = (int) Math.floor(n * GAIN * 1.2 * Math.sin(2 * Math.PI * held / 300) / (2 * Math.PI));
        double[] u = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int away = Math.floorMod(j - i - shift, n);
                u[i] += network.strength() * WeightProfile.MEXICAN_HAT.at(Math.min(away, n - away)) * s[j];
            }
        }
        return u;
    }

    @Test
    void givenTurningWeights_whenTheTrueRatesAreAsked_thenTheyAreThoseOfTheDefinition() {
        Simulation simulation = new Simulation(ring(true), 0.5, 3);
        Recording recording = simulation.run();
        int[] steps = {0, 99, 100, 750, 1234, 2250, 3100, 4999};

        new TrueRates(simulation).visit(recording, steps, (step, rates) -> {
            double[] u = naiveInput(simulation, recording, step);
            for (int i = 0; i < rates.length; i++) {
                assertEquals(32 * Math.max(0, u[i] + 1e-3), rates[i], 1e-9, "step " + step + ", neuron " + i);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givenTurningWeights_whenSimulated_thenEveryNeuronFiresAsOftenAsItsRatesSay(boolean lnp) {
        Simulation simulation = new Simulation(ring(lnp), 60, 5);
        Recording recording = simulation.run();
        double[] expected = new double[40];
        new TrueRates(simulation)
                .visit(recording, IntStream.range(0, recording.steps()).toArray(), (step, rates) -> {
                    for (int i = 0; i < 40; i++) {
                        expected[i] += rates[i];
                    }
                });
        long[] counts = recording.spikeCounts(recording.segments());

        double chi = 0;
        for (int i = 0; i < 40; i++) {
            chi += Math.pow(counts[i] - expected[i], 2) / expected[i];
        }
        // a martingale: the variance of each difference is at most its expected count
        assertTrue(chi < 40 + 5 * Math.sqrt(80), "chi square " + chi + " of 40 neurons");
    }

    @Test
    void givenAnAngle_whenSimulated_thenItIsPartOfTheRecordingAsItWasHeld() {
        Recording recording = new Simulation(ring(false), 0.1234, 1).run();

        Covariate.Circular theta = (Covariate.Circular) recording.covariate("theta");

        assertEquals(1.2 * Math.sin(2 * Math.PI * 50 / 300), theta.at(555), 1e-12);
        assertEquals(theta.at(500), theta.at(599));
        assertEquals(recording.steps(), theta.radians().length * theta.period());
    }
}
