package circuitscope.headdirection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TuningCurveTest {
    private static final TuningCurve.Options PAPER = TuningCurve.Options.paper();

    @Test
    void theRecipeOfThePaperHas120BinsAndABoxcarOfFive() {
        assertEquals(120, PAPER.bins());
        assertEquals(2, PAPER.reach());
        assertEquals(0, new TuningCurve.Options(3, 0).reach());
        assertEquals(1, new TuningCurve.Options(10, 30).reach());
    }

    @Test
    void vonMisesTuningHasTheRayleighLengthI1OverI0() {
        double concentration = 2;
        double[] hz = new double[120];
        for (int k = 0; k < hz.length; k++) {
            hz[k] = 30 * Math.exp(concentration * Math.cos((k + 0.5) * Math.PI / 60 - 1));
        }

        TuningCurve curve = new TuningCurve(hz);

        // I1(2) / I0(2), Abramowitz and Stegun, table 9.8
        assertEquals(1.5906368546 / 2.2795853023, curve.vectorLength(), 1e-9);
        assertEquals(1, curve.meanDirection(), 1e-9);
        assertEquals(1, curve.preferredDirection(), Math.PI / 120);
        assertEquals(curve.preferredDirection(), curve.radians(curve.peakBin()));
    }

    @Test
    void flatTuningHasLengthZeroAndASingleBinLengthOne() {
        double[] flat = new double[36];
        Arrays.fill(flat, 4);
        double[] single = new double[36];
        single[7] = 4;

        assertEquals(0, new TuningCurve(flat).vectorLength(), 1e-15);
        assertEquals(1, new TuningCurve(single).vectorLength(), 1e-15);
        assertEquals(7, new TuningCurve(single).peakBin());
    }

    @Test
    void ratesAreSpikesOverDwellTimeAsInANaiveLoop() {
        Recording recording = spinning(0.5);
        TuningCurve.Options options = new TuningCurve.Options(10, 50);

        double[] hz = TuningCurve.of(recording, 1, options).hz();

        double[] raw = new double[36];
        for (int bin = 0; bin < 36; bin++) {
            int dwell = 0;
            int spikes = 0;
            for (int step = 0; step < recording.steps(); step++) {
                double degrees = Math.toDegrees(recording.angle().orElseThrow().at(step)) % 360;
                if (degrees >= bin * 10 && degrees < bin * 10 + 10) {
                    dwell++;
                    for (int at : recording.spikeTrain(1)) {
                        spikes += at == step ? 1 : 0;
                    }
                }
            }
            raw[bin] = spikes / (dwell * 0.0005);
        }
        for (int bin = 0; bin < 36; bin++) {
            double mean = 0;
            for (int d = -2; d <= 2; d++) {
                mean += raw[(bin + d + 36) % 36] / 5;
            }
            assertEquals(mean, hz[bin], 1e-9 * Math.max(1, mean));
        }
    }

    @Test
    void stepsOfUnknownAngleAndBetweenSegmentsAreLeftOut() {
        double[] angle = new double[4000];
        Recording.Builder builder = Recording.builder(1, 4000, 10);
        for (int step = 0; step < 4000; step++) {
            angle[step] = step % 3 == 0 ? Double.NaN : Math.toRadians(step % 360 + 0.5);
            boolean hole = step >= 1000 && step < 2000;
            // a spike in every step of known angle, ten where it is unknown
            for (int k = 0; !hole && k < (Double.isNaN(angle[step]) ? 10 : 1); k++) {
                builder.add(step, 0);
            }
        }
        Recording recording = builder.segments(List.of(new Segment(0, 1000), new Segment(2000, 4000)))
                .covariate(new Covariate.Circular("head direction", 1, angle))
                .build();

        double[] hz = TuningCurve.of(recording, 0, PAPER).hz();

        for (double rate : hz) {
            assertEquals(100, rate, 1e-9);
        }
    }

    @Test
    void directionsThatWereNeverVisitedHaveNoRateAndSmallGapsClose() {
        double[] angle = new double[2400];
        Recording.Builder builder = Recording.builder(1, 2400, 10);
        for (int step = 0; step < 2400; step++) {
            int bin = step % 120;
            // bins 40 to 50 and 80 are never visited
            boolean visited = !(bin >= 40 && bin <= 50 || bin == 80);
            angle[step] = visited ? (bin + 0.5) * Math.PI / 60 : 0.01;
            builder.add(step, 0);
        }
        TuningCurve curve = TuningCurve.of(
                builder.covariate(new Covariate.Circular("head direction", 1, angle))
                        .build(),
                0,
                PAPER);

        assertEquals(100, curve.hz(80), 1e-9);
        assertEquals(100, curve.hz(41), 1e-9);
        for (int bin = 42; bin <= 48; bin++) {
            assertTrue(Double.isNaN(curve.hz(bin)), "bin " + bin);
        }
        assertTrue(curve.vectorLength() > 0 && curve.vectorLength() < 1);
    }

    @Test
    void anglesOutsideTheCircleAreTurnedIntoIt() {
        assertEquals(0, Covariate.Circular.wrap(-1e-20));
        assertEquals(0, Covariate.Circular.wrap(4 * Math.PI), 1e-12);
        assertEquals(2 * Math.PI - 1, Covariate.Circular.wrap(-1), 1e-15);
    }

    @Test
    void ratesBetweenBinCentresLieOnAStraightLineAcrossZero() {
        double[] hz = {8, 0, 0, 4};
        TuningCurve curve = new TuningCurve(hz);

        assertEquals(8, curve.hzAt(Math.PI / 4), 1e-12);
        assertEquals(6, curve.hzAt(0), 1e-12);
        assertEquals(5, curve.hzAt(-Math.PI / 8), 1e-12);
        assertEquals(0, curve.hzAt(Math.PI), 1e-12);
    }

    @Test
    void aCurveCannotBeChangedFromOutside() {
        double[] hz = {1, 2, 3, 4};
        TuningCurve curve = new TuningCurve(hz);
        hz[0] = 99;
        curve.hz()[1] = 99;
        assertArrayEquals(new double[] {1, 2, 3, 4}, curve.hz());
    }

    @Test
    void badInputIsNamed() {
        Recording silent = Recording.builder(2, 100, 10)
                .add(3, 0)
                .covariate(new Covariate.Circular("head direction", 1, new double[100]))
                .build();
        assertMessage("Neuron 1 has no spike", () -> TuningCurve.all(silent, PAPER));
        double[] unknown = new double[100];
        Arrays.fill(unknown, Double.NaN);
        Recording lost = Recording.builder(1, 100, 10)
                .add(3, 0)
                .covariate(new Covariate.Circular("head direction", 1, unknown))
                .build();
        assertMessage("head direction is NaN at all of 100 steps", () -> TuningCurve.all(lost, PAPER));
        Recording blind = Recording.builder(1, 100, 10).add(3, 0).build();
        assertMessage("no angle beside its spikes", () -> TuningCurve.of(blind, 0, PAPER));
        assertMessage("Neuron is 2, expected 0 to 1", () -> TuningCurve.of(silent, 2, PAPER));
        assertMessage("divides 360", () -> new TuningCurve.Options(7, 14));
        assertMessage("boxcar", () -> new TuningCurve.Options(3, 400));
        assertMessage("-1.0 Hz", () -> new TuningCurve(new double[] {1, -1, 2, 3}));
        assertMessage("no direction", () -> new TuningCurve(new double[] {0, 0, Double.NaN, 0}));
    }

    /** Two neurons under an angle that turns once in 0.7 s, at steps of 0.5 ms, sampled every 10 steps. */
    private static Recording spinning(double dtMs) {
        int steps = 20_000;
        double[] angle = new double[steps / 10];
        for (int k = 0; k < angle.length; k++) {
            angle[k] = Covariate.Circular.wrap(k * 10 * dtMs / 1000 * 2 * Math.PI / 0.7 + 1e-9);
        }
        Recording.Builder builder = Recording.builder(2, steps, dtMs);
        for (int step = 0; step < steps; step++) {
            if (step % 97 == 0) {
                builder.add(step, 0);
            }
            if (step % 41 == 0 && angle[step / 10] < 2) {
                builder.add(step, 1).add(step, 1);
            }
        }
        return builder.covariate(new Covariate.Circular("theta", 10, angle)).build();
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(InputException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }
}
