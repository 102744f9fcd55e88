package circuitscope.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.network.Drive;
import circuitscope.network.ExponentialLink;
import circuitscope.network.LinearNonlinearPoisson;
import circuitscope.network.Network;
import circuitscope.network.SpikeGeneration;
import circuitscope.network.Synapse;
import circuitscope.network.ThresholdCrossing;
import circuitscope.network.TransferFunction;
import circuitscope.network.wiring.Lattice;
import circuitscope.network.wiring.Population;
import circuitscope.network.wiring.RandomWiring;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.SmallWorld;
import circuitscope.network.wiring.WeightProfile;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    private static final Map<String, Recording> NAIVE = new ConcurrentHashMap<>();

    private static Network network(String model) {
        return "lnp".equals(model) ? Network.linearNonlinearPoisson() : Network.thresholdCrossing();
    }

    /** Ten seconds, step by step; shared, because it is slow. */
    private static Recording naive(String model) {
        return NAIVE.computeIfAbsent(model, name -> NaiveSimulation.simulate(network(name), 100_000, 11));
    }

    @ParameterizedTest
    @ValueSource(strings = {"threshold", "lnp"})
    void givenTheNaiveReference_whenComparedOverTenSeconds_thenRatesIntervalsAndCorrelationsAgree(String model) {
        Network network = network(model);
        Recording naive = naive(model);
        Recording fast = new Simulation(network, 10, 12).run();
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
        Network network = Network.thresholdCrossing();
        Recording naive = naive("threshold");
        Recording off =
                new Simulation(network.withSpiking(ThresholdCrossing.STANDARD.withThreshold(7.6e-4)), 10, 12).run();
        double distance = new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(intervals(naive), intervals(off));
        assertTrue(distance > 0.015, "intervals differ by " + distance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threshold", "lnp"})
    void givenTheWholeModel_whenTheLatePopulationRateIsTransformed_thenThereAreFourBumps(String model) {
        Recording recording = new Simulation(network(model), 20, 3).run();
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
        "threshold, 7, 47fe031bcfc7c028",
        "lnp, 7, 8c70efe000a53a72",
    })
    void givenASeed_whenSimulatedAnywhere_thenTheSpikesAreTheSame(String model, long seed, String sha) {
        assertEquals(sha, new Simulation(network(model), 2, seed).run().sha256().substring(0, 16));
    }

    @Test
    void givenTenThousandNeurons_whenSimulatedBriefly_thenTheRateIsThatOfAHundred() {
        Recording large = new Simulation(Network.thresholdCrossing().withNeurons(10_000), 0.5, 1).run();
        assertEquals(62, large.meanRateHz(), 4);
    }

    @Test
    void givenTwoNeurons_whenSimulated_thenItIsARing() {
        Network pair = Network.linearNonlinearPoisson().withNeurons(2);
        Recording naive = NaiveSimulation.simulate(pair, 200_000, 5);
        Recording fast = new Simulation(pair, 20, 6).run();
        assertEquals(naive.meanRateHz(), fast.meanRateHz(), 0.03 * naive.meanRateHz());
    }

    @ParameterizedTest
    @ValueSource(strings = {"threshold", "lnp"})
    void givenSpikes_whenTrueRatesAreReplayed_thenTheyAreThoseOfAMatrixProduct(String model) {
        Network network = network(model).withNeurons(20);
        Simulation simulation = new Simulation(network, 1, 2);
        Recording recording = simulation.run();
        double[][] w = network.weights();
        double[] s = simulation.initialActivation();
        int[] next = {0};
        TransferFunction transfer = ((SpikeGeneration.Instantaneous) network.spiking())
                .transfer(network.drive().at(0), network.dtMs());
        new TrueRates(simulation).visit(recording, new Segment(0, 10_000).steps(), (step, rates) -> {
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
        new TrueRates(simulation).visit(recording, new int[] {9_999}, (step, rates) -> late[0] = rates[3]);
        double[] all = new double[1];
        new TrueRates(simulation).visit(recording, new Segment(0, 10_000).steps(), (step, rates) -> all[0] = rates[3]);
        assertEquals(all[0], late[0], 1e-14);
    }

    private static Network other(String name) {
        WeightProfile hat = WeightProfile.MEXICAN_HAT;
        Network random = Network.randomIntegrateAndFire(24, 3);
        return switch (name) {
            case "directed ring" -> Network.linearNonlinearPoisson().withWiring(new Ring(30, hat.shifted(3)));
            case "sheet" -> Network.thresholdCrossing().withWiring(Lattice.sheet(5, 6, hat));
            case "excitation and latencies" ->
                new Network(
                        new RandomWiring(new Population(24, 0.8, 0.01, 0.02, 0.5), 0.2, 3),
                        0.025,
                        new Drive.Constant(1e-3),
                        new Synapse(5, 0.5, 3, 3),
                        LinearNonlinearPoisson.STANDARD,
                        0.1);
            case "threshold with excitation" ->
                new Network(
                        new RandomWiring(new Population(24, 0.8, 0.001, 0.004, 0.5), 0.2, 3),
                        0.025,
                        new Drive.Constant(7e-4),
                        new Synapse(5, 0, 2, 3),
                        ThresholdCrossing.STANDARD,
                        0.1);
            case "exponential" ->
                new Network(
                        new SmallWorld(new Population(24, 0.8, 0.01, 0.02, 0.5), 4, 0.2, 3),
                        0.025,
                        new Drive.Constant(1e-3),
                        Synapse.exponential(5),
                        new ExponentialLink(10, 1000, 400),
                        0.1);
            case "sinusoid" ->
                Network.linearNonlinearPoisson().withNeurons(30).withDrive(new Drive.Sinusoid(1e-3, 6e-4, 50));
            case "threshold under a sinusoid" ->
                Network.thresholdCrossing().withNeurons(30).withDrive(new Drive.Sinusoid(1e-3, 2e-4, 50));
            default -> random;
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "directed ring",
                "sheet",
                "excitation and latencies",
                "threshold with excitation",
                "exponential",
                "sinusoid",
                "threshold under a sinusoid",
                "integrate-and-fire"
            })
    void givenAnyCircuit_whenComparedToTheNaiveReference_thenRatesOfEachNeuronAndIntervalsAgree(String name) {
        Network network = other(name);
        double seconds = 30;
        Recording naive = NaiveSimulation.simulate(network, (int) (seconds * 10_000), 11);
        Recording fast = new Simulation(network, seconds, 12).run();
        assertTrue(fast.meanRateHz() > 1, "too few spikes to compare: " + fast.meanRateHz());
        assertEquals(naive.meanRateHz(), fast.meanRateHz(), 0.04 * naive.meanRateHz());
        long[] expected = naive.spikeCounts(naive.segments());
        long[] found = fast.spikeCounts(fast.segments());
        for (int i = 0; i < expected.length; i++) {
            // counts of both vary; bumps that drift make them vary more than a Poisson process
            double tolerance = 6 * Math.sqrt(expected[i] + found[i] + 1.0) + 0.1 * expected[i];
            assertEquals(expected[i], found[i], tolerance, "neuron " + i);
        }
        double distance = new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(intervals(naive), intervals(fast));
        assertTrue(distance < 0.03, "intervals differ by " + distance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"excitation and latencies", "exponential", "sinusoid", "threshold under a sinusoid"})
    void givenAnyCircuitWithKnownRates_whenTimeIsRescaledByThem_thenSpikesAreAPoissonProcessOfRateOne(String name) {
        Simulation simulation = new Simulation(other(name), 20, 5);
        Recording recording = simulation.run();
        // counts in windows of an expected 20 spikes, all neurons together: mean 20, variance 20
        double[] expected = {0};
        double[] sums = new double[3];
        int[] next = {0};
        int[] before = {0};
        new TrueRates(simulation).visit(recording, new Segment(0, recording.steps()).steps(), (step, rates) -> {
            expected[0] += Arrays.stream(rates).sum();
            while (next[0] < recording.spikes() && recording.stepOf(next[0]) == step) {
                next[0]++;
            }
            if (expected[0] >= 20) {
                double surplus = next[0] - before[0] - expected[0];
                sums[0]++;
                sums[1] += surplus;
                sums[2] += surplus * surplus;
                before[0] = next[0];
                expected[0] = 0;
            }
        });
        double windows = sums[0];
        assertTrue(windows > 100, "windows " + windows);
        assertEquals(0, sums[1] / windows, 4 * Math.sqrt(20 / windows), "mean surplus");
        assertEquals(20, sums[2] / windows, 20 * (0.1 + 5 * Math.sqrt(2 / windows)), "variance");
    }

    @Test
    void givenAnInterruptedThread_whenSimulating_thenItStops() {
        Thread.currentThread().interrupt();
        assertThrows(CancellationException.class, () -> new Simulation(Network.thresholdCrossing(), 60, 1).run());
    }

    @Test
    void givenTheCalibratedStrengths_whenSimulated_thenTheRateStaysNearSixtyTwo() {
        for (double r : new double[] {0.0005, 0.0125, 0.02}) {
            Recording threshold = new Simulation(Network.thresholdCrossing().withStrength(r), 20, 1).run();
            Recording lnp = new Simulation(Network.linearNonlinearPoisson().withStrength(r), 20, 1).run();
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
