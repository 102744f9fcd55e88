package circuitscope.headdirection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class HeadDirectionCellsTest {
    private static final int UNTUNED = 40;

    /** Neuron 0 fires within half a rad of pi; the others fire without regard to a wandering angle. */
    private static Recording wandering() {
        int steps = 60_000;
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(7);
        double[] angle = new double[steps];
        Recording.Builder builder = Recording.builder(1 + UNTUNED, steps, 10);
        double at = 0;
        for (int step = 0; step < steps; step++) {
            at += (random.nextDouble() - 0.5) * 0.6;
            angle[step] = Covariate.Circular.wrap(at);
            for (int neuron = 0; neuron <= UNTUNED; neuron++) {
                double rate = neuron > 0 ? 5 : Math.abs(angle[step] - Math.PI) < 0.5 ? 20 : 0.5;
                if (random.nextDouble() < rate * 0.01) {
                    builder.add(step, neuron);
                }
            }
        }
        return builder.covariate(new Covariate.Circular("head direction", 1, angle))
                .build();
    }

    private static HeadDirectionCells.Options options(long seed) {
        return new HeadDirectionCells.Options(TuningCurve.Options.paper(), 200, 99, 20, seed);
    }

    @Test
    void theTunedNeuronPassesAndOneInAHundredOfTheOthersDoes() {
        HeadDirectionCells found = HeadDirectionCells.find(wandering(), options(3), Progress.silent());

        assertTrue(found.scores().get(0).passes());
        assertEquals(Math.PI, found.scores().get(0).curve().preferredDirection(), 0.5);
        // 40 neurons at a chance of 1 in 100: more than 4 would come up once in 10,000 recordings
        int others = found.cells().size() - 1;
        assertTrue(others <= 4, others + " untuned neurons pass");
        assertEquals(1 + UNTUNED, found.scores().size());
    }

    @Test
    void theSameSeedGivesTheSameThresholds() {
        Recording recording = wandering();
        double[] first = thresholds(recording, 3);

        assertArrayEquals(first, thresholds(recording, 3));
        assertNotEquals(first[1], thresholds(recording, 4)[1]);
    }

    private static double[] thresholds(Recording recording, long seed) {
        return HeadDirectionCells.find(recording, options(seed), Progress.silent()).scores().stream()
                .mapToDouble(HeadDirectionCells.Score::threshold)
                .toArray();
    }

    @Test
    void shiftedRatesEqualThoseOfARecordingWhoseSpikesWereMoved() {
        double[] angle = {0.1, 1.7, 3.2, 4.8, 0.2, 1.8, 3.3, 4.9};
        Covariate covariate = new Covariate.Circular("head direction", 1, angle);
        Recording before = Recording.builder(1, 8, 10)
                .add(0, 0)
                .add(1, 0)
                .add(6, 0)
                .covariate(covariate)
                .build();
        Recording after = Recording.builder(1, 8, 10)
                .add(1, 0)
                .add(3, 0)
                .add(4, 0)
                .covariate(covariate)
                .build();
        TuningCurve.Options quarters = new TuningCurve.Options(90, 0);

        double[] moved = DirectionBins.of(before, quarters).hz(0, 3);

        assertArrayEquals(TuningCurve.of(after, 0, quarters).hz(), moved);
        assertArrayEquals(new double[] {50, 50, 0, 50}, moved, 1e-12);
    }

    @Test
    void divergenceIsZeroForAnEvenSpreadAndLogOfBinsForOneDirection() {
        double[] even = {0.1, 1.7, 3.2, 4.8};
        double[] same = {0.1, 0.2, 0.3, 0.4 - 2 * Math.PI};

        assertEquals(0, HeadDirectionCells.divergenceFromUniform(even, 4), 1e-15);
        assertEquals(Math.log(4), HeadDirectionCells.divergenceFromUniform(same, 4), 1e-15);
        // half in one bin, a quarter in two: ln 4 - (3/2) ln 2
        assertEquals(
                Math.log(4) - 1.5 * Math.log(2),
                HeadDirectionCells.divergenceFromUniform(new double[] {0.1, 0.2, 3.2, 4.8}, 4),
                1e-15);
    }

    @Test
    void sessionsWithMoreCellsComeFirstThenThoseSpreadMoreEvenly() {
        HeadDirectionCells two = session(0, 0);
        HeadDirectionCells threeEven = session(0, 1, 2);
        HeadDirectionCells threeSame = session(1, 1, 1);
        HeadDirectionCells none = new HeadDirectionCells(List.of());
        List<HeadDirectionCells> sessions = new ArrayList<>(List.of(none, two, threeSame, threeEven));

        sessions.sort(HeadDirectionCells.bestFirst(4));

        assertEquals(List.of(threeEven, threeSame, two, none), sessions);
    }

    private static HeadDirectionCells session(int... peaks) {
        List<HeadDirectionCells.Score> scores = new ArrayList<>();
        for (int peak : peaks) {
            double[] hz = new double[4];
            hz[peak] = 10;
            scores.add(new HeadDirectionCells.Score(scores.size(), new TuningCurve(hz), 1, 0.1));
        }
        return new HeadDirectionCells(scores);
    }

    @Test
    void progressHearsEveryNeuron() {
        List<String> heard = new ArrayList<>();
        Recording recording = Recording.builder(1, 8000, 10)
                .add(5, 0)
                .covariate(new Covariate.Circular("head direction", 1, new double[8000]))
                .build();

        HeadDirectionCells.find(
                recording, options(1), (stage, done, total) -> heard.add(stage + " " + done + "/" + total));

        assertEquals(List.of("Shuffling spike trains 0/1", "Shuffling spike trains 1/1"), heard);
    }

    @Test
    void anInterruptedThreadStops() {
        Recording recording = Recording.builder(1, 8000, 10)
                .add(5, 0)
                .covariate(new Covariate.Circular("head direction", 1, new double[8000]))
                .build();
        Thread.currentThread().interrupt();
        assertThrows(
                CancellationException.class, () -> HeadDirectionCells.find(recording, options(1), Progress.silent()));
    }

    @Test
    void badInputIsNamed() {
        Recording brief = Recording.builder(1, 3000, 10)
                .add(5, 0)
                .covariate(new Covariate.Circular("head direction", 1, new double[3000]))
                .build();
        assertMessage("known for 30.0 s", () -> HeadDirectionCells.find(brief, options(1), Progress.silent()));
        assertMessage("No neuron passes", () -> new HeadDirectionCells(List.of()).divergenceFromUniform(12));
        assertMessage("Number of bins", () -> session(1).divergenceFromUniform(1));
        assertMessage("shuffles", () -> new HeadDirectionCells.Options(TuningCurve.Options.paper(), 3, 99, 20, 1));
        assertMessage("Percentile", () -> new HeadDirectionCells.Options(TuningCurve.Options.paper(), 100, 0, 20, 1));
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(InputException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }
}
