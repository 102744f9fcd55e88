package circuitscope.show.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.headdirection.TuningCurve;
import java.awt.geom.Point2D;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolarTuningTest {
    /** A peak of 24 Hz at this bin of 36, of 10 degrees each. */
    private static TuningCurve peakAt(int bin) {
        double[] hz = new double[36];
        for (int k = 0; k < 36; k++) {
            hz[k] = 12 + 12 * Math.cos((k - bin) * Math.PI / 18);
        }
        return new TuningCurve(hz);
    }

    @Test
    void theRedDotStandsAtThePeak() {
        for (int bin : new int[] {0, 4, 11, 23, 35}) {
            PolarTuning polar = new PolarTuning("cell", peakAt(bin), 300);
            Pixels pixels = new Pixels(polar.figure());

            // rings every 10 Hz up to 30; the radius leaves 34 pixels for labels
            double radians = (bin + 0.5) * Math.PI / 18;
            double r = 24.0 / 30 * (150 - 34);
            double x = 150 + r * Math.cos(radians);
            double y = 22 + 150 - r * Math.sin(radians);
            assertEquals(Palette.RED, pixels.at(x, y), "bin " + bin);
            assertFalse(pixels.near(300 - x, 344 - y, 2, Palette.RED), "bin " + bin);
        }
    }

    @Test
    void theCurveIsABlueLineAtItsRates() {
        TuningCurve curve = peakAt(4);
        PolarTuning polar = new PolarTuning("cell", curve, 300);
        Pixels pixels = new Pixels(polar.figure());
        for (int bin = 8; bin < 18; bin++) {
            Point2D at = polar.place(curve.radians(bin), curve.hz(bin));
            assertTrue(pixels.near(at.getX(), at.getY(), 0.5, Palette.BLUE), "bin " + bin);
        }
    }

    @Test
    void anglesRunCounterClockwiseFromTheRight() {
        PolarTuning polar = new PolarTuning("cell", peakAt(4), 300);
        Point2D centre = polar.place(0, 0);
        assertTrue(polar.place(0, 10).getX() > centre.getX());
        assertTrue(polar.place(Math.PI / 2, 10).getY() < centre.getY());
        assertEquals(10 * 116 / 30.0, polar.place(0, 10).getX() - centre.getX(), 1e-9);
    }

    @Test
    void unknownDirectionsLeaveAGap() {
        double[] hz = peakAt(4).hz();
        for (int bin = 10; bin < 16; bin++) {
            hz[bin] = Double.NaN;
        }
        TuningCurve curve = new TuningCurve(hz);
        PolarTuning polar = new PolarTuning("cell", curve, 300);
        Pixels pixels = new Pixels(polar.figure());

        Point2D gap = polar.place(curve.radians(11), peakAt(4).hz(11));
        assertFalse(pixels.near(gap.getX(), gap.getY(), 3, Palette.BLUE));
        Point2D known = polar.place(curve.radians(8), curve.hz(8));
        assertTrue(pixels.near(known.getX(), known.getY(), 0.5, Palette.BLUE));
    }

    @Test
    void aGridHasOnePlotPerCellEachWithItsDot() {
        Figure grid = PolarTuning.grid("Cells", 3, List.of(peakAt(0), peakAt(9), peakAt(18), peakAt(27)));

        assertEquals(3 * 150 + 2 * 12, grid.width());
        assertEquals(34 + 2 * 172 + 12, grid.height());
        Pixels pixels = new Pixels(grid);
        // 24 Hz of 30 on a radius of 75 - 25, at 5, 95, 185 and 275 degrees
        for (int k = 0; k < 4; k++) {
            double radians = Math.toRadians(5 + 90 * k);
            double x = k % 3 * 162 + 75 + 40 * Math.cos(radians);
            double y = 34 + k / 3 * 184 + 22 + 75 - 40 * Math.sin(radians);
            assertEquals(Palette.RED, pixels.at(x, y), "cell " + k);
        }
        assertTrue(grid.description().contains("cell 4: polar tuning curve, peak 24.0 Hz at 275 degrees"));
    }

    @Test
    void aSizeOutOfRangeIsRefused() {
        assertThrows(InputException.class, () -> new PolarTuning("cell", peakAt(0), 20));
    }
}
