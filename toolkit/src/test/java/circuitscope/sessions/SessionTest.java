package circuitscope.sessions;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static Session.Builder builder(double... spikes) {
        return Session.named("session").unit(Unit.of("a", spikes));
    }

    @Test
    void givenTimesThatFloatingPointCannotHold_whenBinned_thenEachIsInTheStepItBegins() {
        // 0.003 / 0.001 is 3 in arithmetic and 2.9999999999999996 or so in places of doubles
        double[] spikes = IntStream.range(0, 5000).mapToDouble(k -> k / 1000.0).toArray();
        Recording recording = builder(spikes)
                .epoch(Epoch.of("all", 0, 5))
                .build()
                .recording(Session.Options.standard().withEpoch("all"));
        assertArrayEquals(IntStream.range(0, 5000).toArray(), recording.spikeTrain(0));
    }

    @Test
    void givenSamplesOfAnyClock_whenBinned_thenTheirStepIsThatOfWholeNumbers() {
        Random random = new Random(3);
        for (int rate : new int[] {20_000, 24_414, 25_000, 30_000, 32_000, 48_000}) {
            int[] samples = random.ints(200, 0, rate * 1000).sorted().toArray();
            double[] spikes =
                    IntStream.of(samples).mapToDouble(k -> k / (double) rate).toArray();
            Recording recording = builder(spikes)
                    .epoch(Epoch.of("all", 0, 1000))
                    .build()
                    .recording(new Session.Options("", "all", 0.5));
            int[] expected =
                    IntStream.of(samples).map(k -> (int) (2000L * k / rate)).toArray();
            assertArrayEquals(expected, recording.spikeTrain(0), rate + " Hz");
        }
    }

    @Test
    void givenStretchesWithGaps_whenRecorded_thenEachIsASegmentAndSpikesBetweenAreGone() {
        Recording recording = builder(0.5, 1, 1.999, 2, 2.5, 3.25, 3.9995)
                .epoch(new Epoch("run", new double[] {1, 3}, new double[] {2, 4}))
                .build()
                .recording(Session.Options.standard().withEpoch("run"));
        assertEquals(List.of(new Segment(0, 1000), new Segment(1000, 2000)), recording.segments());
        assertArrayEquals(new int[] {0, 999, 1250, 1999}, recording.spikeTrain(0));
    }

    @Test
    void givenStretchesThatTouch_whenRecorded_thenTheyStayApart() {
        Recording recording = builder(0.5, 1.5)
                .epoch(new Epoch("run", new double[] {0, 1}, new double[] {1, 2}))
                .build()
                .recording(Session.Options.standard().withEpoch("run"));
        assertEquals(2, recording.segments().size());
    }

    @Test
    void givenAStretchShorterThanASample_whenRecorded_thenItIsLeftOut() {
        double[] clock = IntStream.range(0, 100).mapToDouble(k -> k * 0.04).toArray();
        Recording recording = builder(0.5, 1.0001, 1.5)
                .series(TimeSeries.headDirection(clock, new double[100]))
                .epoch(new Epoch("run", new double[] {0, 1, 1.2}, new double[] {0.99, 1.01, 2}))
                .build()
                .recording(Session.Options.standard().withEpoch("run"));
        // 0.99 s are 24 samples of 40 ms
        assertEquals(List.of(new Segment(0, 960), new Segment(960, 1760)), recording.segments());
        assertArrayEquals(new int[] {500, 1260}, recording.spikeTrain(0));
    }

    @Test
    void givenAnAngle_whenBetweenSamples_thenItGoesTheShortWay() {
        double[] clock = {0, 1, 2, 3, 4.2, 6.5, 7.5};
        double[] radians = {6.2, 0.1, Double.NaN, 1, 2, 3, 3.5};
        TimeSeries series = TimeSeries.headDirection(clock, radians);
        double turn = 2 * Math.PI;
        double half = (6.2 + 0.5 * (0.1 + turn - 6.2)) % turn;
        assertEquals(1, series.intervalSeconds());
        assertArrayEquals(
                new double[] {
                    6.2, half, 0.1, 0.1, Double.NaN, Double.NaN, 1, 1.5, 2, Double.NaN, 3, 3.25, 3.5, Double.NaN
                },
                series.at(0, 0.5, 1, 1.4, 1.9 - 0.3, 2, 2.6, 3.6, 4.6, 5.3, 6.1, 7, 8, 8.1),
                1e-12);
    }

    @Test
    void givenAScalarSeries_whenRecorded_thenItIsACovariateWithItsUnit() {
        Recording recording = builder(0.001, 0.9)
                .series(new TimeSeries("speed", "cm/s", new double[] {0, 0.5, 1}, new double[] {0, 10, 20}))
                .build()
                .recording(Session.Options.standard().withStep(100));
        Covariate.Scalar speed = (Covariate.Scalar) recording.covariate("speed");
        assertEquals("cm/s", speed.unit());
        assertEquals(1, speed.period());
        assertArrayEquals(new double[] {1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 20}, speed.values(), 1e-12);
    }

    @Test
    void givenNegativeTimes_whenTheWholeIsTaken_thenItBeginsWithTheFirstEvent() {
        Recording recording = builder(-0.25, 0, 0.25)
                .build()
                .recording(Session.Options.standard().withStep(250));
        assertArrayEquals(new int[] {0, 1, 2}, recording.spikeTrain(0));
        assertEquals(3, recording.steps());
    }

    @Test
    void givenALeastRate_whenRecorded_thenSlowAndSilentUnitsAreLeftOut() {
        Session session = builder(0.1, 0.2, 0.3)
                .unit(Unit.of("b", 0.1))
                .unit(Unit.of("c"))
                .epoch(Epoch.of("e", 0, 2))
                .build();
        Recording recording = session.recording(
                Session.Options.standard().withUnits("rate>=1.5").withEpoch("e"));
        assertEquals("a", recording.cells().get(0).label());
        assertEquals(1, recording.neurons());
        assertEquals(
                2,
                session.recording(Session.Options.standard()
                                .withUnits("rate>0.01")
                                .withEpoch("e"))
                        .neurons());
    }

    @Test
    void givenSpikesThatStayInTheFile_whenNobodyAsks_thenTheyAreNotRead() {
        int[] asked = new int[1];
        Session session = Session.named("lazy")
                .unit(Unit.reading("a", () -> {
                    asked[0]++;
                    return new double[] {1};
                }))
                .unit(Unit.reading("b", () -> {
                    throw new IllegalStateException("nobody asked for b");
                }))
                .build();
        assertEquals(0, asked[0]);
        assertEquals(
                1, session.recording(Session.Options.standard().withUnits("a")).spikes());
        assertEquals(1, asked[0]);
        assertTrue(session.toString().contains("2 units"), session.toString());
    }
}
