package circuitscope.headdirection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TunedSpikesTest {
    private static final int STEPS = 60_000;
    private static final List<TuningCurve> CURVES =
            IntStream.range(0, 6).mapToObj(TunedSpikesTest::curve).toList();

    private static TuningCurve curve(int i) {
        return new TuningCurve(IntStream.range(0, 120)
                .mapToDouble(k -> 1 + 25 * Math.exp(3 * (Math.cos((k + 0.5) * Math.PI / 60 - i) - 1)))
                .toArray());
    }

    /** A head that turns evenly, lost for a while. */
    private static Recording awake() {
        double[] theta = new double[STEPS];
        Arrays.setAll(theta, t -> t >= 20_000 && t < 20_500 ? Double.NaN : t * 0.01 % (2 * Math.PI));
        return TunedSpikes.draw(
                Recording.builder(6, STEPS, 10)
                        .segments(List.of(new Segment(0, 30_000), new Segment(30_010, STEPS)))
                        .add(7, 0)
                        .covariate(new Covariate.Circular("head direction", 1, theta))
                        .build(),
                CURVES,
                3);
    }

    @Test
    void givenCurves_whenSpikesAreDrawn_thenTheirOwnCurvesAreTheSameWithinTheirNoise() {
        List<TuningCurve> found = TuningCurve.all(awake(), new TuningCurve.Options(3, 3));
        double squares = 0;
        for (int i = 0; i < 6; i++) {
            for (int k = 0; k < 120; k++) {
                double expected = CURVES.get(i).hz(k);
                double seconds = STEPS * 0.01 / 120;
                squares += Math.pow(found.get(i).hz(k) - expected, 2) / (expected / seconds) / 720;
            }
        }
        // chi squared with 720 degrees of freedom, per degree: 1 with a standard deviation of 0.053
        assertEquals(1, squares, 0.25);
    }

    @Test
    void givenUncoupledCells_whenDecoded_thenTheDirectionIsFoundAsFarAsTheirSpikesTell() {
        Recording recording = awake();
        DirectionDecoder.Decoded decoded = DirectionDecoder.of(CURVES).decode(recording, recording.segments(), 200);

        // 6 cells: about 8 spikes in 200 ms; the Cramer-Rao bound is 0.2 rad
        assertTrue(decoded.medianError() < 0.3, "median error " + decoded.medianError());
        // 25 windows without an angle have no spikes, and some others by chance
        assertTrue(decoded.radians().length <= STEPS / 20 - 25);
        assertEquals(decoded.radians().length, decoded.errors().length);
        for (double gain : DirectionDecoder.of(CURVES).evidenceOfOrder(recording, recording.segments(), 200, 3)) {
            assertTrue(gain > 0.01, "gain " + gain);
        }
    }

    @Test
    void givenNoSession_whenAStandInIsMade_thenItsCellsPreferWhatIsSaidOfThemAndSayThatTheyAreSimulated() {
        Recording recording = TunedSpikes.standIn(19, 600, 1);
        List<TuningCurve> curves = TuningCurve.all(recording, TuningCurve.Options.paper());
        for (int i = 0; i < 19; i++) {
            assertEquals(
                    0,
                    Math.IEEEremainder(
                            curves.get(i).meanDirection()
                                    - recording.cells().get(i).preferredRadians(),
                            2 * Math.PI),
                    0.2);
            assertTrue(recording.cells().get(i).label().startsWith("simulated"));
        }
    }

    @Test
    void givenOneWindow_whenDecoded_thenByBayesInPlainLoops() {
        Recording recording = Recording.builder(6, 20, 10)
                .add(1, 0)
                .add(3, 1)
                .add(3, 1)
                .add(15, 5)
                .build();
        DirectionDecoder.Decoded decoded =
                DirectionDecoder.of(CURVES).decode(recording, List.of(new Segment(0, 20)), 200);

        double[] counts = {1, 2, 0, 0, 0, 1};
        double x = 0;
        double y = 0;
        double sum = 0;
        for (int k = 0; k < 120; k++) {
            double posterior = 1;
            for (int i = 0; i < 6; i++) {
                double expected = CURVES.get(i).hz(k) * 0.2;
                posterior *= Math.pow(expected, counts[i]) * Math.exp(-expected);
            }
            x += posterior * Math.cos((k + 0.5) * Math.PI / 60);
            y += posterior * Math.sin((k + 0.5) * Math.PI / 60);
            sum += posterior;
        }
        assertEquals(Math.atan2(y, x), Math.IEEEremainder(decoded.radians()[0], 2 * Math.PI), 1e-9);
        assertEquals(Math.hypot(x, y) / sum, decoded.certainty()[0], 1e-9);
        assertEquals(Math.log(sum / 120), decoded.logEvidence()[0] + 4 * Math.log(0.2), 1e-9);
        assertTrue(Double.isNaN(decoded.truth()[0]));
        assertTrue(Double.isNaN(decoded.medianError()));
    }
}
