package circuitscope.show.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.evaluate.AlignedProfile;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class LineChartTest {
    private static final double[] X = {0, 5, 10};

    @Test
    void linesHaveTheirColoursAtTheirValues() {
        LineChart chart = LineChart.of("Loss", "epoch", "loss")
                .withLine("training", X, new double[] {1, 1, 1})
                .withLine("validation", X, new double[] {3, 3, 3})
                .withLevel("limit", 0);
        Plot plot = chart.plot();
        Pixels pixels = new Pixels(plot.figure("", ""));

        // 5 % of room above 3 and below 0
        assertTrue(pixels.near(x(plot, 0.5), y(plot, 1, -0.15, 3.15), 0.5, Palette.series(0)));
        assertTrue(pixels.near(x(plot, 0.5), y(plot, 3, -0.15, 3.15), 0.5, Palette.series(1)));
        assertTrue(pixels.near(x(plot, 0.5), y(plot, 0, -0.15, 3.15), 4, Palette.GREY));
        assertFalse(pixels.near(x(plot, 0.5), y(plot, 2, -0.15, 3.15), 4, Palette.series(0)));
    }

    @Test
    void pointsStandAloneInTheNextColourOrInThatOfTheirLine() {
        LineChart chart = LineChart.of("Rates", "chain", "rate")
                .withLine("theory", X, new double[] {0, 0, 0})
                .withPointsOfLine("simulation", new double[] {5}, new double[] {2})
                .withPoints("other", new double[] {2.5, 7.5}, new double[] {4, 4});
        Plot plot = chart.plot();
        Pixels pixels = new Pixels(plot.figure("", ""));

        assertTrue(pixels.near(x(plot, 0.5), y(plot, 2, -0.2, 4.2), 0.5, Palette.series(0)));
        // 3 % of room beside the outermost points
        assertTrue(pixels.near(x(plot, 2.8 / 10.6), y(plot, 4, -0.2, 4.2), 0.5, Palette.series(1)));
        assertTrue(pixels.near(x(plot, 7.8 / 10.6), y(plot, 4, -0.2, 4.2), 0.5, Palette.series(1)));
        assertFalse(pixels.near(x(plot, 0.5), y(plot, 4, -0.2, 4.2), 4, Palette.series(1)));
    }

    @Test
    void equalScalesSpanTheSameOnBothAxes() {
        Plot plot = LineChart.of("Plane", "real", "imaginary")
                .withLine("a", new double[] {0, 10}, new double[] {0, 0})
                .withLine("b", new double[] {4, 4}, new double[] {0, 2})
                .withEqualScales()
                .plot();
        Pixels pixels = new Pixels(plot.figure("", ""));

        // from 1 - 5 to 1 + 5 upward, and 5 % of room
        assertTrue(pixels.near(x(plot, 0.8), y(plot, 0, -4.5, 6.5), 0.5, Palette.series(0)));
        assertTrue(pixels.near(x(plot, 0.4), y(plot, 1, -4.5, 6.5), 0.5, Palette.series(1)));
    }

    @Test
    void aMissingValueLeavesAGap() {
        LineChart chart = LineChart.of("Loss", "epoch", "loss")
                .withLine("a", new double[] {0, 2, 5, 8, 10}, new double[] {1, 1, Double.NaN, 1, 1})
                .withLine("b", X, new double[] {0, 0, 0});
        Plot plot = chart.plot();
        Pixels pixels = new Pixels(plot.figure("", ""));

        assertTrue(pixels.near(x(plot, 0.1), y(plot, 1, -0.05, 1.05), 0.5, Palette.series(0)));
        assertTrue(pixels.near(x(plot, 0.9), y(plot, 1, -0.05, 1.05), 0.5, Palette.series(0)));
        assertFalse(pixels.near(x(plot, 0.5), y(plot, 1, -0.05, 1.05), 3, Palette.series(0)));
    }

    @Test
    void aBandLiesBetweenItsEdgesInAFaintColourOfItsLine() {
        LineChart chart = LineChart.of("Loss", "epoch", "loss")
                .withLine("mean", X, new double[] {4, 4, 4})
                .withBand("s.d.", X, new double[] {1, 1, 1}, new double[] {3, 3, 3});
        Plot plot = chart.plot();
        Pixels pixels = new Pixels(plot.figure("", ""));

        Color faint = pixels.at(x(plot, 0.3), y(plot, 2.2, 0.85, 4.15));
        // 56 / 255 of blue over white
        assertEquals(255 - 255 * 56 / 255, faint.getRed(), 2);
        assertEquals(255 - (255 - Palette.BLUE.getBlue()) * 56 / 255, faint.getBlue(), 2);
        assertEquals(faint, pixels.at(x(plot, 0.8), y(plot, 1.2, 0.85, 4.15)));
        assertEquals(Color.WHITE, pixels.at(x(plot, 0.3), y(plot, 3.3, 0.85, 4.15)));
    }

    @Test
    void aLogarithmicAxisHasEqualRoomForEqualFactors() {
        LineChart chart = LineChart.of("Loss", "epoch", "loss")
                .withLine("a", X, new double[] {1, 1, 1})
                .withLine("b", X, new double[] {100, 100, 100})
                .withLine("c", X, new double[] {10, 10, 10})
                .withLine("below zero", X, new double[] {-3, 0, Double.NaN})
                .withLogarithmicY();
        Plot plot = chart.plot();
        Pixels pixels = new Pixels(plot.figure("", ""));

        assertTrue(pixels.near(x(plot, 0.5), plot.areaOnFigure().getCenterY(), 1, Palette.series(2)));
    }

    /** Zeros beside values of any size are gaps; 1e-16 is no zero. */
    @Test
    void zerosOnALogarithmicAxisLeaveGaps() {
        double[] four = {1, 2, 3, 4};
        Plot plot = LineChart.of("Spectrum", "number", "eigenvalue")
                .withLine("a", four, new double[] {1, 1e-16, 0, 1e-8})
                .withLogarithmicY()
                .plot();
        Pixels pixels = new Pixels(plot.figure("", ""));

        double middle = plot.areaOnFigure().getCenterY();
        assertTrue(pixels.near(x(plot, 1 / 6.0), middle, 2, Palette.series(0)), "from the first to the second");
        assertFalse(pixels.near(x(plot, 0.5), middle, 40, Palette.series(0)), "nothing goes to the third");
    }

    /** Labels of 1 to 9 run into one another where they span more than one decade. */
    @Test
    void aLogarithmicAxisLabelsWhatHasRoom() {
        assertEquals("0.003", Axis.logarithmic("", 0.003, 0.02).tick(0.003));
        Axis wide = Axis.logarithmic("", 0.004, 0.2);
        assertEquals("0.02", wide.tick(0.02));
        assertEquals("0.1", wide.tick(0.1));
        assertEquals(" ", wide.tick(0.009));
        Axis widest = Axis.logarithmic("", 1e-30, 1);
        assertEquals("1e\u221230", widest.tick(1e-30));
        assertEquals(" ", widest.tick(1e-29));
    }

    @Test
    void theLegendNamesTheSeriesOnlyIfThereAreSeveral() {
        LineChart one = LineChart.of("t", "x", "y").withLine("a", X, X);
        Plot alone = one.plot();
        alone.figure("", "");
        Plot both = one.withLine("b", X, X).plot();
        both.figure("", "");

        assertTrue(alone.areaOnFigure().getHeight() > both.areaOnFigure().getHeight() + 15);
        assertEquals(
                "t: line chart of y over x, a, b",
                one.withLine("b", X, X).figure().description());
    }

    @Test
    void badSeriesAreNamed() {
        LineChart chart = LineChart.of("Loss", "epoch", "loss");
        assertMessage("found 3 x and 1 y", () -> chart.withLine("a", X, new double[1]));
        assertMessage("nothing to draw", chart::figure);
        assertMessage(
                "nothing to draw",
                () -> chart.withLine("a", new double[1], new double[] {Double.NaN})
                        .figure());
        assertMessage("no line yet", () -> chart.withBand("a", X, X, X));
        assertMessage("called 'a'", () -> chart.withLine("a", X, X).withLine("a", X, X));
        assertMessage("x is NaN", () -> chart.withLine("a", new double[] {Double.NaN}, new double[1]));
        assertMessage(
                "point 0: found NaN",
                () -> chart.withLine("a", X, X).withBand("b", X, new double[] {Double.NaN, 0, 0}, X));
        assertMessage("level 'a': found NaN", () -> chart.withLevel("a", Double.NaN));
    }

    @Test
    void aSinglePointIsDrawnWithRoomAroundIt() {
        Figure figure = LineChart.of("t", "x", "y")
                .withLine("a", new double[] {3}, new double[] {0})
                .figure();
        assertEquals(480, figure.width());
    }

    @Test
    void aProfileShowsTruthInOrangeAndInferenceInBlueByDistance() {
        int n = 11;
        double[] mean = new double[n];
        double[] truth = new double[n];
        mean[0] = 77;
        truth[0] = 77;
        mean[3] = 1;
        truth[n - 4] = 1;
        LineChart chart = ProfileChart.of("Profile", new AlignedProfile(mean, new double[n]))
                .withTruth(truth)
                .chart();
        Plot plot = chart.plot();
        Pixels pixels = new Pixels(plot.figure("", ""));

        // distances -5 to 5; entry 3 stands at +3 and entry 7 at -4; entry 0 does not stretch the axis
        assertTrue(pixels.near(x(plot, 8 / 10.0), y(plot, 0.97, -0.05, 1.05), 2, Palette.BLUE));
        assertTrue(pixels.near(x(plot, 1 / 10.0), y(plot, 0.97, -0.05, 1.05), 2, Palette.ORANGE));
        assertFalse(pixels.near(x(plot, 5 / 10.0), y(plot, 0.5, -0.05, 1.05), 8, Palette.BLUE));
        assertMessage(
                "true profile has 2 entries, expected 11",
                () -> ProfileChart.of("p", mean, mean).withTruth(new double[2]));
        assertMessage(
                "upper limit has 1", () -> ProfileChart.of("p", mean, mean).withLimit(mean, new double[1]));
    }

    private static double x(Plot plot, double share) {
        Rectangle2D area = plot.areaOnFigure();
        return area.getX() + share * area.getWidth();
    }

    private static double y(Plot plot, double value, double least, double most) {
        Rectangle2D area = plot.areaOnFigure();
        return area.getMaxY() - (value - least) / (most - least) * area.getHeight();
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(InputException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }
}
