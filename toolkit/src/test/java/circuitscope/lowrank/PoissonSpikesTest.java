package circuitscope.lowrank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.infer.glm.GlmOptions;
import circuitscope.lowrank.fit.Activity;
import circuitscope.lowrank.inverse.AffineAlignment;
import circuitscope.lowrank.inverse.NormalEquations;
import circuitscope.lowrank.inverse.RidgeSolution;
import circuitscope.lowrank.spikes.ChoiceReading;
import circuitscope.lowrank.spikes.ChoiceTask;
import circuitscope.lowrank.spikes.PoissonSpikes;
import circuitscope.lowrank.spikes.SpikeRecovery;
import circuitscope.motifs.rates.Nonlinearity;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PoissonSpikesTest {
    private static double[][] latent(Trajectories activity, int rank) {
        return Arrays.stream(activity.states())
                .map(state -> Arrays.copyOf(state, rank))
                .toArray(double[][]::new);
    }

    @Test
    void givenANetwork_whenItsSpikesAreDrawn_thenCountsAreThoseOfItsRates() {
        LowRankNetwork network = LowRankNetwork.of(TestCase.RING.law().draw(20, 1));
        double[][] starts = new double[400][];
        Arrays.fill(starts, new double[] {1.2, -0.4});
        PoissonSpikes spikes = PoissonSpikes.of(network, network.run(starts, 1, Workers.all()), 0.5, 1, Workers.all());
        double[] h = network.inputs(starts[0]);
        for (int i = 0; i < 20; i++) {
            double sum = 0;
            for (byte[][] start : spikes.counts()) {
                sum += start[0][i];
            }
            double expected = 200 * (1 + Math.tanh(h[i]));
            assertEquals(expected, sum, 4.5 * Math.sqrt(expected) + 1, "neuron " + i);
        }
    }

    @Test
    void givenManySpikes_whenLatentVariablesAreSought_thenMoreSpikesBringThemNearer() {
        LowRankNetwork network = LowRankNetwork.of(TestCase.LIMIT_CYCLE.law().draw(300, 1));
        Trajectories truth = network.run(VectorField.grid(2, 6), 60, Workers.all());
        double few = explained(network, truth, 0.05);
        double many = explained(network, truth, 5);
        assertTrue(many > 0.97 && few > 0.5 && few < many, few + " " + many);
    }

    private static double explained(LowRankNetwork network, Trajectories truth, double mean) {
        Activity activity =
                PoissonSpikes.of(network, truth, mean, 1, Workers.all()).activity(2, 3);
        return AffineAlignment.fit(latent(activity.latent(), 2), latent(truth, 2))
                .explained();
    }

    /** A GLM tells the latent variable of the choice task, and a recording of the spikes has every one of them. */
    @Test
    void givenSpikes_whenTheirRatesAreThoseOfAGlm_thenTheLatentVariableIsNear() {
        LowRankNetwork network = LowRankNetwork.of(ChoiceTask.law().draw(60, 1));
        Trajectories truth = ChoiceTask.run(network, 60, 1, Workers.all());
        PoissonSpikes spikes = PoissonSpikes.of(network, truth, 0.5, 1, Workers.all());
        Recording recording = spikes.recording();
        assertEquals(60, recording.segments().size());
        int[] counts = new int[121];
        for (int spike : recording.spikeTrain(7)) {
            if (spike >= 3 * 121 && spike < 4 * 121) {
                counts[spike - 3 * 121]++;
            }
        }
        for (int t = 0; t < 121; t++) {
            assertEquals(spikes.counts()[3][t][7], counts[t]);
        }
        GlmOptions options = GlmOptions.standard().withFilter(12, 4).withStride(1);
        Activity activity = spikes.activity(1, spikes.inputs(options, 1, Workers.all()));
        assertTrue(AffineAlignment.fit(latent(activity.latent(), 1), latent(truth, 1))
                        .explained()
                > 0.75);
    }

    /** One neuron with m = 1 and nothing else, and the same count in all steps: z is where the mean is this count. */
    @Test
    void givenOneCount_whenTheLatentVariableIsLikeliest_thenItIsTheInverseOfTanh() {
        byte[][][] counts = new byte[2][9][1];
        for (byte[] row : counts[1]) {
            row[0] = 3;
        }
        for (byte[] row : counts[0]) {
            row[0] = 1;
        }
        PoissonSpikes spikes = new PoissonSpikes(counts, new double[2][8][0], 2, 0.1);
        Trajectories start = new Trajectories(new double[][][] {constant(-1), constant(1)}, new double[2][8][0], 0.1);
        Activity found = spikes.likelier(
                new Activity(start, new double[][] {{1, 0}}, new double[1][2], Nonlinearity.TANH), 1, Workers.of(1));
        double m = found.received()[0][0];
        double d = found.received()[0][1];
        assertEquals(Math.log(3) / 2, m * found.latent().z()[1][4][0] + d, 0.01);
        assertEquals(-Math.log(3) / 2, m * found.latent().z()[0][4][0] + d, 0.01);
    }

    private static double[][] constant(double z) {
        double[][] all = new double[9][1];
        for (double[] one : all) {
            one[0] = z;
        }
        return all;
    }

    /** From the true latent variable on, estimates scatter about the true loadings as their errors say. */
    @Test
    void givenTheTrueLatentVariable_whenLoadingsAreLikeliest_thenTheirErrorsAreTheirScatter() {
        LowRankNetwork network = LowRankNetwork.of(ChoiceTask.law().draw(100, 2));
        Trajectories truth = ChoiceTask.run(network, 40, 2, Workers.all());
        PoissonSpikes spikes = PoissonSpikes.of(network, truth, 0.5, 2, Workers.all());
        double[][] c = network.loadings().received();
        Activity found = spikes.given(truth, Workers.all());
        double squares = 0;
        for (int i = 0; i < 100; i++) {
            for (int k = 0; k < 3; k++) {
                squares += Math.pow((found.received()[i][k] - c[i][k]) / found.errors()[i][k], 2) / 300;
            }
        }
        assertEquals(1, squares, 0.25);
    }

    @Test
    void givenTheChoiceTask_whenTheActivityIsLikelier_thenTheFieldIsNearerThanBySmoothing() {
        LowRankNetwork network = LowRankNetwork.of(ChoiceTask.law().draw(100, 1));
        Trajectories truth = ChoiceTask.run(network, 50, 1, Workers.all());
        PoissonSpikes spikes = PoissonSpikes.of(network, truth, 0.5, 1, Workers.all());
        Activity smoothed = spikes.activity(1, 3);
        double before = fieldError(network, truth, smoothed);
        double after = fieldError(network, truth, spikes.likelier(smoothed, 3, Workers.all()));
        assertTrue(after < 0.7 * before, before + " " + after);
        var options = new SpikeRecovery.Options(100, 100, 50, SpikeRecovery.Rates.LIKELIER);
        assertEquals(after, new SpikeRecovery().run(options, 1, Workers.all()).fieldError(), 1e-9);
    }

    /** Moving a share of u from z to b changes no input of a neuron; undoing it brings silenced networks to the truth. */
    @Test
    void givenTheChoiceTask_whenRead_thenKindsAreFoundAndSilencedNetworksChooseAsTheySay() {
        ChoiceReading reading = ChoiceReading.of(100, 60, 1, Workers.all());
        ChoiceReading.Scores scores = reading.scores(2, Workers.all());
        assertTrue(scores.rightKind() > 0.95, scores.toString());
        assertEquals(2, scores.components());
        LowRankNetwork silent = reading.silencing(reading.network(), false);
        for (int i = 0; i < 100; i++) {
            boolean sends = silent.loadings().n()[i][0] != 0;
            assertEquals(reading.holding()[i], sends);
        }
        assertEquals(
                ChoiceTask.right(ChoiceTask.run(silent, 200, 2, Workers.all())), scores.rightWithoutEvidenceOfTruth());
        double off = Math.abs(scores.rightWithoutEvidence() - scores.rightWithoutEvidenceOfTruth());
        double offGiven = Math.abs(scores.rightWithoutEvidenceGivenShare() - scores.rightWithoutEvidenceOfTruth());
        assertTrue(offGiven <= off, scores.toString());
        assertEquals(reading.cluster(true).neurons() + reading.cluster(false).neurons(), 100);
        double[] path = reading.path(0);
        double squares = 0;
        for (int t = 0; t < path.length; t++) {
            squares += Math.pow(path[t] - reading.truth().z()[0][t][0], 2) / path.length;
        }
        assertTrue(squares < 0.1, "mean squared error of a path: " + squares);
    }

    private static double fieldError(LowRankNetwork network, Trajectories truth, Activity activity) {
        AffineAlignment gauge = AffineAlignment.fit(latent(activity.latent(), 1), latent(truth, 1));
        RidgeSolution ridge = NormalEquations.of(activity.latent(), activity.received(), activity.phi(), Workers.all())
                .ridge(1e-4, Workers.all());
        double[][] points = new double[31][1];
        Arrays.setAll(points, k -> new double[] {(k - 15) / 10.0});
        return network.relativeError(LowRankNetwork.of(gauge.apply(ridge.loadings())), points, 0);
    }

    @Test
    void givenTheChoiceTask_whenEvidenceIsGiven_thenItIsChosenAndRememberedUnlessAClusterIsSilent() {
        int[] kind = new int[400];
        LowRankNetwork network = LowRankNetwork.of(ChoiceTask.law().draw(400, 1, kind));
        assertTrue(ChoiceTask.right(ChoiceTask.run(network, 100, 1, Workers.all())) > 0.9);
        boolean[] silent = new boolean[400];
        for (int i = 0; i < 400; i++) {
            silent[i] = kind[i] == 1;
        }
        assertEquals(0.5, ChoiceTask.right(ChoiceTask.run(network.silencing(silent), 100, 1, Workers.all())), 0.15);
        assertThrows(InputException.class, () -> ChoiceTask.run(network, 1, 1, Workers.all()));
    }
}
