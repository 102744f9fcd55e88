package circuitscope.show.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    private static final double[][] WEIGHTS = {{0, 0.4, -0.5}, {0.1, 0, 0.2}, {-1, Double.NaN, 0}};

    @Test
    void everyCellHasTheColourOfItsWeightWithRowZeroOnTop() {
        HeatMap.Drawn drawn = HeatMap.weights("Weights", WEIGHTS).draw();

        ColourScale scale = ColourScale.diverging(1);
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (double within : new double[] {0.1, 0.5, 0.9}) {
                    assertEquals(
                            scale.rgb(WEIGHTS[i][j]),
                            cell(drawn, (j + within) / 3, (i + within) / 3),
                            "row " + i + ", column " + j);
                }
            }
        }
    }

    @Test
    void timeRunsToTheRightAndNeuronsUpward() {
        double[][] activity = {{0, 1, 2, 3}, {4, 5, 6, 7}};
        HeatMap.Drawn drawn =
                HeatMap.activity("Activity", activity, 0, 4, "rate (Hz)").draw();

        ColourScale scale = ColourScale.sequential(0, 7);
        for (int k = 0; k < 4; k++) {
            assertEquals(scale.rgb(activity[0][k]), cell(drawn, (k + 0.5) / 4, 0.75));
            assertEquals(scale.rgb(activity[1][k]), cell(drawn, (k + 0.5) / 4, 0.25));
        }
    }

    @Test
    void aGridHasItsFirstParameterToTheRightAndItsSecondUpward() {
        double[][] values = {{0, 1, Double.NaN}, {3, 4, 5}};
        double[] x = {-1, 0, 1};
        double[] y = {2, 4};
        HeatMap.Drawn drawn =
                HeatMap.grid("Phases", "chain", x, "input", y, values, "rate").draw();

        ColourScale scale = ColourScale.sequential(0, 5);
        for (int k = 0; k < 3; k++) {
            assertEquals(scale.rgb(values[0][k]), cell(drawn, (k + 0.5) / 3, 0.75));
            assertEquals(scale.rgb(values[1][k]), cell(drawn, (k + 0.5) / 3, 0.25));
        }
        assertThrows(InputException.class, () -> HeatMap.grid("Phases", "chain", y, "input", x, values, "rate"));
    }

    @Test
    void moreCellsThanPixelsAreAveraged() {
        double[][] stripes = new double[2][20_000];
        for (int k = 0; k < 20_000; k++) {
            stripes[0][k] = k % 2;
            stripes[1][k] = k % 2 == 0 ? Double.NaN : 1;
        }
        HeatMap.Drawn drawn = HeatMap.activity("Stripes", stripes, 0, 1, "x")
                .withColours(ColourScale.sequential(0, 1))
                .draw();

        // some 18 values per pixel: the mean is 1/2 up to one of them
        double low = ColourScale.lab(ColourScale.sequential(0, 1).rgb(0.44))[0];
        double high = ColourScale.lab(ColourScale.sequential(0, 1).rgb(0.56))[0];
        double found = ColourScale.lab(cell(drawn, 0.37, 0.75))[0];
        assertTrue(found >= low && found <= high, found + " is not in " + low + " to " + high);
        assertEquals(ColourScale.sequential(0, 1).rgb(1), cell(drawn, 0.37, 0.25));
    }

    @Test
    void theColourBarStandsBesideTheMatrixFromItsFootToItsTop() {
        HeatMap.Drawn drawn = HeatMap.weights("Weights", WEIGHTS).draw();

        Rectangle2D matrix = drawn.matrix();
        Rectangle2D bar = drawn.bar();
        assertEquals(matrix.getY(), bar.getY());
        assertEquals(matrix.getMaxY(), bar.getMaxY());
        assertTrue(bar.getX() > matrix.getMaxX() + 4, bar + " beside " + matrix);
        assertTrue(bar.getWidth() >= 8 && bar.getWidth() <= 20, bar.toString());
        Pixels pixels = new Pixels(drawn.figure());
        ColourScale scale = ColourScale.diverging(1);
        assertEquals(scale.rgb(1), pixels.rgb(bar.getCenterX(), bar.getY() + 0.1));
        assertEquals(scale.rgb(-1), pixels.rgb(bar.getCenterX(), bar.getMaxY() - 0.3));
        assertEquals(
                ColourScale.lab(scale.rgb(0.5))[0],
                ColourScale.lab(pixels.rgb(bar.getCenterX(), bar.getY() + bar.getHeight() / 4))[0],
                2);
    }

    @Test
    void aSquareMatrixIsDrawnSquareAndTheFigureIsNoWiderThanAsked() {
        double[][] weights = new double[40][40];
        for (double[] row : weights) {
            Arrays.fill(row, 0.001);
        }
        HeatMap.Drawn drawn =
                HeatMap.weights("Weights", weights).withSize(700, 300).draw();

        assertEquals(drawn.matrix().getHeight(), drawn.matrix().getWidth(), 1);
        assertEquals(300, drawn.figure().height());
        assertTrue(drawn.figure().width() <= 700);
        assertTrue(drawn.bar().getMaxX() < drawn.figure().width());
    }

    @Test
    void badMatricesAreNamed() {
        assertMessage("empty", () -> HeatMap.weights("w", new double[0][]));
        assertMessage("row 1: found 1 columns", () -> HeatMap.weights("w", new double[][] {{1, 2}, {3}}));
        assertMessage("every weight is 0", () -> HeatMap.weights("w", new double[][] {{0, 0}, {Double.NaN, 0}}));
        assertMessage("no range", () -> HeatMap.activity("a", new double[][] {{1, 1}}, 0, 1, "x"));
        assertMessage(
                "from 2.0 to 1.0",
                () -> HeatMap.activity("a", new double[][] {{1, 2}}, 2, 1, "x").figure());
        assertMessage("Width", () -> HeatMap.weights("w", WEIGHTS).withSize(10, 300));
    }

    private static int cell(HeatMap.Drawn drawn, double right, double down) {
        Rectangle2D matrix = drawn.matrix();
        return new Pixels(drawn.figure())
                .rgb(matrix.getX() + right * matrix.getWidth(), matrix.getY() + down * matrix.getHeight());
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(InputException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }
}
