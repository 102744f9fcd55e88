package circuitscope.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.concurrent.CancellationException;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RingSimulatorTest {
    private static RingNetwork network(String model) {
        return "lnp".equals(model) ? RingNetwork.linearNonlinearPoisson() : RingNetwork.thresholdCrossing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"threshold", "lnp"})
    void givenTheNaiveReference_whenComparedOverTenSeconds_thenRatesIntervalsAndCorrelationsAgree(String model) {
        RingNetwork network = network(model);
        Recording naive = NaiveRing.simulate(network, 100_000, 11);
        Recording fast = RingSimulator.simulate(network, 10, 12);
        assertEquals(naive.meanRateHz(), fast.meanRateHz(), 0.02 * naive.meanRateHz());
        double distance = new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(intervals(naive), intervals(fast));
        assertTrue(distance < 0.015, "intervals differ by " + distance);
        double[] expected = correlationByDistance(naive);
        double[] found = correlationByDistance(fast);
        for (int d = 0; d < expected.length; d++) {
            assertEquals(expected[d], found[d], 0.03, "correlation at distance " + d);
        }
    }

    /** Wrong by a few percent must be seen: the comparison above is no formality. */
    @Test
    void givenAThresholdThatIsSlightlyOff_whenComparedToTheReference_thenTheIntervalsDiffer() {
        RingNetwork network = RingNetwork.thresholdCrossing();
        Recording naive = NaiveRing.simulate(network, 100_000, 11);
        Recording off =
                RingSimulator.simulate(network.withSpiking(network.spiking().withThreshold(7.6e-4)), 10, 12);
        double distance = new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(intervals(naive), intervals(off));
        assertTrue(distance > 0.015, "intervals differ by " + distance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threshold", "lnp"})
    void givenTheWholeModel_whenTheLatePopulationRateIsTransformed_thenThereAreFourBumps(String model) {
        Recording recording = RingSimulator.simulate(network(model), 20, 3);
        double[] counts = new double[100];
        for (int k = recording.firstSpikeFrom(198_000); k < recording.spikes(); k++) {
            counts[recording.neuronOf(k)]++;
        }
        int strongest = 1;
        for (int m = 2; m <= 20; m++) {
            if (power(counts, m) > power(counts, strongest)) {
                strongest = m;
            }
        }
        assertEquals(4, strongest);
    }

    @ParameterizedTest
    @CsvSource({
        "threshold, 7, 9c0b377d282c76a7",
        "lnp, 7, 3a9bf278fafb89e6",
    })
    void givenASeed_whenSimulatedAnywhere_thenTheSpikesAreTheSame(String model, long seed, String sha) {
        assertEquals(
                sha, RingSimulator.simulate(network(model), 2, seed).sha256().substring(0, 16));
    }

    @Test
    void givenTenThousandNeurons_whenSimulatedBriefly_thenTheRateIsThatOfAHundred() {
        Recording large = RingSimulator.simulate(RingNetwork.thresholdCrossing().withNeurons(10_000), 0.5, 1);
        assertEquals(62, large.meanRateHz(), 4);
    }

    @Test
    void givenTwoNeurons_whenSimulated_thenItIsARing() {
        RingNetwork pair = RingNetwork.linearNonlinearPoisson().withNeurons(2);
        Recording naive = NaiveRing.simulate(pair, 200_000, 5);
        Recording fast = RingSimulator.simulate(pair, 20, 6);
        assertEquals(naive.meanRateHz(), fast.meanRateHz(), 0.03 * naive.meanRateHz());
    }

    @ParameterizedTest
    @ValueSource(strings = {"threshold", "lnp"})
    void givenSpikes_whenTrueRatesAreReplayed_thenTheyAreThoseOfAMatrixProduct(String model) {
        RingNetwork network = network(model).withNeurons(20);
        Recording recording = RingSimulator.simulate(network, 1, 2);
        double[][] w = network.weights();
        double[] s = new double[20];
        int[] next = {0};
        TransferFunction transfer = network.spiking().transfer(network.drive());
        new TrueRates(network).visit(recording, new Segment(0, 10_000).steps(), (step, rates) -> {
            for (int i = 0; i < 20; i++) {
                double u = 0;
                for (int j = 0; j < 20; j++) {
                    u += network.strength() * w[i][j] * s[j];
                }
                assertEquals(transfer.rate(u), rates[i], 1e-12);
            }
            for (int j = 0; j < 20; j++) {
                s[j] *= network.decay();
            }
            for (; next[0] < recording.spikes() && recording.stepOf(next[0]) == step; next[0]++) {
                s[recording.neuronOf(next[0])]++;
            }
        });
        double[] late = new double[1];
        new TrueRates(network).visit(recording, new int[] {9_999}, (step, rates) -> late[0] = rates[3]);
        double[] all = new double[1];
        new TrueRates(network).visit(recording, new Segment(0, 10_000).steps(), (step, rates) -> all[0] = rates[3]);
        assertEquals(all[0], late[0], 1e-14);
    }

    @Test
    void givenAnInterruptedThread_whenSimulating_thenItStops() {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> RingSimulator.simulate(RingNetwork.thresholdCrossing(), 60, 1));
    }

    @Test
    void givenTheCalibratedStrengths_whenSimulated_thenTheRateStaysNearSixtyTwo() {
        for (double r : new double[] {0.0005, 0.0125, 0.02}) {
            Recording threshold =
                    RingSimulator.simulate(RingNetwork.thresholdCrossing().withStrength(r), 20, 1);
            Recording lnp =
                    RingSimulator.simulate(RingNetwork.linearNonlinearPoisson().withStrength(r), 20, 1);
            assertEquals(62, threshold.meanRateHz(), 5, "threshold, r = " + r);
            assertEquals(62, lnp.meanRateHz(), 5, "LNP, r = " + r);
        }
    }

    private static double[] intervals(Recording recording) {
        double[] intervals = new double[recording.spikes()];
        int count = 0;
        for (int i = 0; i < recording.neurons(); i++) {
            int[] train = recording.spikeTrain(i);
            for (int k = 1; k < train.length; k++) {
                // the test wants no ties
                intervals[count++] = train[k] - train[k - 1] + 1e-6 * k / train.length;
            }
        }
        return java.util.Arrays.copyOf(intervals, count);
    }

    /** Mean over the ring of the correlation of counts in 10 ms, by distance. */
    private static double[] correlationByDistance(Recording recording) {
        int bins = recording.steps() / 100;
        int n = recording.neurons();
        double[][] counts = new double[n][bins];
        for (int k = 0; k < recording.spikes(); k++) {
            counts[recording.neuronOf(k)][recording.stepOf(k) / 100]++;
        }
        double[] correlation = new double[n / 2];
        for (int d = 0; d < n / 2; d++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double[] a = counts[i];
                double[] b = counts[(i + d) % n];
                double mean = (double) recording.spikes() / n / bins;
                for (int t = 0; t < bins; t++) {
                    sum += (a[t] - mean) * (b[t] - mean);
                    squares += (a[t] - mean) * (a[t] - mean);
                }
            }
            correlation[d] = sum / squares;
        }
        return correlation;
    }

    private static double power(double[] counts, int frequency) {
        Complex sum = Complex.ZERO;
        for (int i = 0; i < counts.length; i++) {
            double phase = 2 * Math.PI * frequency * i / counts.length;
            sum = sum.add(new Complex(Math.cos(phase), Math.sin(phase)).multiply(counts[i]));
        }
        return sum.abs();
    }
}
