package circuitscope.infer.netformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.infer.Request;
import circuitscope.infer.sampling.EpochTraining;
import circuitscope.infer.sampling.Windows;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetFormerTest {
    private static final NetFormerOptions SMALL =
            NetFormerOptions.standard().with(10, 0.005).withEpochs(64, 8).withTimes(8000);

    private static Recording ring() {
        return new Simulation(Network.linearNonlinearPoisson().withNeurons(12), 10, 1).run();
    }

    @Test
    void givenSpikes_whenMadeWindows_thenTheyAreDecayingSumsThatDoNotCrossABorder() {
        Recording recording = Recording.builder(2, 40, 1)
                .segments(List.of(new Segment(0, 20), new Segment(20, 40)))
                .add(3, 0)
                .add(5, 1)
                .add(5, 1)
                .add(18, 0)
                .add(21, 1)
                .build();
        int[] steps = {0, 4, 6, 19, 21, 23};
        Windows tokens = Windows.filtered(recording, recording, steps, 3, 5);
        for (int k = 0; k < steps.length; k++) {
            int start = steps[k] < 20 ? 0 : 20;
            for (int h = 0; h < 3; h++) {
                int at = steps[k] - 2 + h;
                double[] expected = new double[2];
                for (int s = 0; s < recording.spikes(); s++) {
                    int lag = at - recording.stepOf(s);
                    if (at >= start && recording.stepOf(s) >= start && lag >= 1) {
                        expected[recording.neuronOf(s)] += Math.exp(-(lag - 1) / 5.0);
                    }
                }
                for (int j = 0; j < 2; j++) {
                    assertEquals(expected[j], tokens.past()[k][h * 2 + j], 1e-6, "step " + at);
                }
            }
        }
        assertArrayEquals(new float[] {0, 1}, tokens.target()[4]);
        assertArrayEquals(new float[] {0, 0}, tokens.target()[5]);
    }

    @Test
    void givenARing_whenFittedTwice_thenItIsTheSameAndItsRatesAreThoseOfItsLoss() {
        Recording recording = ring();
        NetFormerResult one = new NetFormer().fit(Request.of(recording).withThreads(1), SMALL);
        NetFormerResult two = new NetFormer().fit(Request.of(recording).withThreads(2), SMALL);
        for (int i = 0; i < 12; i++) {
            assertArrayEquals(one.weights()[i], two.weights()[i]);
            assertEquals(0, one.weights()[i][i]);
        }
        assertTrue(one.own()[0] != 0);
        double[] training = one.curves().get(0).y();
        double[] heldOut = one.curves().get(1).y();
        assertTrue(training[7] < training[0], "losses " + training[0] + " to " + training[7]);
        List<Segment> validation = one.provenance().split().validation();
        double[] sum = new double[1];
        int[] steps = IntStream.range(
                        validation.get(0).start(), validation.get(0).end())
                .toArray();
        one.rates().orElseThrow().visit(recording, steps, (step, rates) -> {
            for (double rate : rates) {
                sum[0] += rate;
            }
        });
        for (int k = recording.firstSpikeFrom(steps[0]);
                k < recording.firstSpikeFrom(steps[steps.length - 1] + 1);
                k++) {
            int neuron = recording.neuronOf(k);
            one.rates()
                    .orElseThrow()
                    .visit(
                            recording,
                            new int[] {recording.stepOf(k)},
                            (step, rates) -> sum[0] -= Math.log(rates[neuron]));
        }
        assertEquals(heldOut[7], sum[0] / steps.length / 12, 1e-4);
    }

    @Test
    void givenTheBestEpoch_whenItIsKept_thenNoOtherHasALowerHeldOutLoss() {
        NetFormerResult best = new NetFormer().fit(ring(), SMALL.with(10, 0.05).keeping(EpochTraining.Keep.BEST));
        double[] heldOut = best.curves().get(1).y();
        for (double loss : heldOut) {
            assertTrue(heldOut[best.convergence().iterations() - 1] <= loss);
        }
    }

    @Test
    void givenOneNeuronOrWrongOptionsOrAnInterrupt_whenFitted_thenItSaysSo() {
        Recording single = Recording.builder(1, 1000, 1).add(1, 0).build();
        assertTrue(assertThrows(InputException.class, () -> new NetFormer().fit(single))
                .getMessage()
                .contains("neurons to couple is 1, expected 2"));
        assertThrows(InputException.class, () -> SMALL.with(0, 0.1));
        assertThrows(InputException.class, () -> SMALL.with(1, 0));
        assertThrows(InputException.class, () -> SMALL.withHistory(0));
        assertThrows(InputException.class, () -> SMALL.keeping(null));
        assertThrows(InputException.class, () -> new Windows(1, new float[2][3], new float[2][2]));
        Recording recording = ring();
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> new NetFormer().fit(recording, SMALL));
    }
}
