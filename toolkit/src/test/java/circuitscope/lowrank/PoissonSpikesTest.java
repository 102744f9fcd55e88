package circuitscope.lowrank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.lowrank.fit.Activity;
import circuitscope.lowrank.inverse.AffineAlignment;
import circuitscope.lowrank.spikes.ChoiceTask;
import circuitscope.lowrank.spikes.PoissonSpikes;
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
