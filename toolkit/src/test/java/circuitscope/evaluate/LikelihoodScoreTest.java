package circuitscope.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import circuitscope.Workers;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.simulate.TrueRates;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikelihoodScoreTest {
    /** Rates that are written down: 0.1 and 0.5 in even steps, 0.2 and 0.25 in odd ones. */
    private static final RateModel WRITTEN = (recording, steps, visitor) -> {
        for (int step : steps) {
            visitor.rates(step, step % 2 == 0 ? new double[] {0.1, 0.5, 0.1} : new double[] {0.2, 0.25, 0.1});
        }
    };

    @Test
    void givenWrittenRates_whenScored_thenAsByHandAndTheSilentNeuronIsCounted() {
        Recording recording = Recording.builder(3, 200_000, 1)
                .add(2, 0)
                .add(3, 0)
                .add(3, 1)
                .add(4, 1)
                .add(4, 1)
                .add(150_001, 2)
                .build();
        LikelihoodScore score = LikelihoodScore.of(recording, List.of(new Segment(2, 6)), WRITTEN, Workers.all());
        double first = Math.log(0.1) + Math.log(0.2) - 0.6 - (2 * Math.log(2 / 4.0) - 2);
        double second = Math.log(0.25) + 2 * Math.log(0.5) - 1.5 - (3 * Math.log(3 / 4.0) - 3);
        assertEquals((first / 2 + second / 3) / 2, score.natsPerSpike(), 1e-12);
        assertEquals(score.natsPerSpike() / Math.log(2), score.bitsPerSpike(), 1e-12);
        assertEquals(2, score.neurons());
        assertEquals(1, score.silent());
        assertEquals(5, score.spikes());
        double[] each = LikelihoodScore.byNeuron(recording, List.of(new Segment(2, 6)), WRITTEN);
        assertArrayEquals(new double[] {first / 2, second / 3, 0}, each, 1e-12);
    }

    @Test
    void givenTheHomogeneousModel_whenScoredInManyPieces_thenTheScoreIsZero() {
        Recording recording = new Simulation(Network.thresholdCrossing().withNeurons(5), 30, 1).run();
        long[] counts = recording.spikeCounts(recording.segments());
        double[] mean = new double[5];
        for (int i = 0; i < 5; i++) {
            mean[i] = (double) counts[i] / recording.steps();
        }
        RateModel homogeneous = (given, steps, visitor) -> {
            for (int step : steps) {
                visitor.rates(step, mean);
            }
        };
        assertEquals(
                0,
                LikelihoodScore.of(recording, recording.segments(), homogeneous, Workers.all())
                        .natsPerSpike(),
                1e-9);
    }

    @Test
    void givenDrawnSteps_whenScoredWithManySeeds_thenUnbiasedAndTheStandardErrorIsThatOfTheSeeds() {
        Network network = Network.thresholdCrossing().withNeurons(20);
        Simulation simulation = new Simulation(network, 20, 1);
        Recording recording = simulation.run();
        double whole = LikelihoodScore.of(recording, recording.segments(), new TrueRates(simulation), Workers.all())
                .natsPerSpike();
        int seeds = 60;
        double sum = 0;
        double squares = 0;
        double claimed = 0;
        for (int seed = 1; seed <= seeds; seed++) {
            LikelihoodScore score = LikelihoodScore.sampled(
                    recording, recording.segments(), new TrueRates(simulation), 50, 1000L * seed, Workers.all());
            sum += score.natsPerSpike();
            squares += score.natsPerSpike() * score.natsPerSpike();
            claimed += score.standardError() / seeds;
        }
        double mean = sum / seeds;
        double deviation = Math.sqrt(squares / seeds - mean * mean);
        assertEquals(whole, mean, 3.5 * deviation / Math.sqrt(seeds));
        assertEquals(deviation, claimed, 0.35 * deviation);
    }

    /** The oracle of eight minutes, and the mean rate, as an independent simulator measured them. */
    @ParameterizedTest
    @CsvSource({"threshold, 0.895, 62.0", "lnp, 0.751, 62.5"})
    void givenEightMinutes_whenScoredByTheTrueRates_thenTheOracleIsReached(String model, double oracle, double hertz) {
        Network network = "lnp".equals(model) ? Network.linearNonlinearPoisson() : Network.thresholdCrossing();
        Simulation simulation = new Simulation(network, 480, 1);
        Recording recording = simulation.run();
        assertEquals(hertz, recording.meanRateHz(), 1);
        LikelihoodScore score =
                LikelihoodScore.of(recording, recording.segments(), new TrueRates(simulation), Workers.all());
        assertEquals(oracle, score.natsPerSpike(), 0.02);
    }
}
