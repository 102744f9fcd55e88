package circuitscope.show.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class SpikeRasterTest {
    /** Four neurons, one spike per second each in turn, under an angle of 0.1 rad. */
    private static Recording recording() {
        double[] angle = new double[800];
        java.util.Arrays.fill(angle, 0.1);
        Recording.Builder builder = Recording.builder(4, 800, 10);
        for (int second = 0; second < 8; second++) {
            builder.add(100 * second + 50, second % 4);
        }
        return builder.covariate(new Covariate.Circular("head direction", 1, angle))
                .build();
    }

    @Test
    void everySpikeStandsAtItsTimeInTheRowOfItsNeuron() {
        assertSpikes(SpikeRaster.of("Spikes", recording(), 0, 4), 0, 1, 2, 3);
    }

    @Test
    void theWindowStartsAtTheGivenTime() {
        assertSpikes(SpikeRaster.of("Spikes", recording(), 1, 5), 1, 2, 3, 0);
    }

    @Test
    void rowsFollowTheGivenOrder() {
        assertSpikes(SpikeRaster.of("Spikes", recording(), 0, 4).withOrder(2, 0, 3, 1), 1, 3, 0, 2);
    }

    /** In second k of four, the only spike lies in row {@code rows[k]}. */
    private static void assertSpikes(SpikeRaster raster, int... rows) {
        Plot plot = raster.plot();
        Pixels pixels = new Pixels(raster.figure(plot));
        Rectangle2D area = plot.areaOnFigure();
        for (int second = 0; second < 4; second++) {
            double x = area.getX() + (second + 0.505) / 4 * area.getWidth();
            for (int row = 0; row < 4; row++) {
                double y = area.getMaxY() - (row + 0.5) / 4 * area.getHeight();
                boolean dark = false;
                for (double d = -1; d <= 1; d += 0.5) {
                    dark |= pixels.at(x + d, y).getRed() < 100;
                }
                assertEquals(rows[second] == row, dark, "second " + second + ", row " + row);
            }
        }
    }

    @Test
    void theAngleRunsBetweenTheRowsOfTheNeuronsThatPreferItsNeighbours() {
        double[] sorted = {0.1, 0.2, 0.6, 0.7};
        assertEquals(0, SpikeRaster.rowAt(0.1, sorted), 1e-12);
        assertEquals(1.5, SpikeRaster.rowAt(0.4, sorted), 1e-12);
        assertEquals(3, SpikeRaster.rowAt(0.7, sorted), 1e-12);
        // 0.4 turns lie between the last and the first: half of them above the last row, half below the first
        assertEquals(3.25, SpikeRaster.rowAt(0.8, sorted), 1e-12);
        assertEquals(-0.25, SpikeRaster.rowAt(0, sorted), 1e-12);
        assertEquals(0, SpikeRaster.rowAt(0.5, new double[] {0.5}), 1e-12);
    }

    @Test
    void theAngleIsAnOrangeLineAtItsRow() {
        double quarter = Math.PI / 2;
        SpikeRaster raster = SpikeRaster.of("Spikes", recording(), 0, 4)
                .withAngle(3 * quarter, 0.1 + quarter, 0.1 - quarter / 2 + 2 * Math.PI, 0.1 + 2 * Math.PI);
        Plot plot = raster.plot();
        Pixels pixels = new Pixels(raster.figure(plot));
        Rectangle2D area = plot.areaOnFigure();

        // neuron 3 prefers 0.1 rad and has the lowest row
        double row = area.getMaxY() - 0.5 / 4 * area.getHeight();
        assertEquals(Palette.ORANGE, pixels.at(area.getX() + 0.2 * area.getWidth(), row));
        assertFalse(pixels.near(area.getX() + 0.2 * area.getWidth(), row - area.getHeight() / 4, 3, Palette.ORANGE));
    }

    @Test
    void theDescriptionCountsTheSpikes() {
        Figure figure =
                SpikeRaster.of("Spikes", recording(), 0.5, 4).withSize(300, 200).figure();
        assertEquals("Spikes: raster of 4 spikes of 4 neurons from 0.5 to 4 s", figure.description());
        assertEquals(300, figure.width());
        assertEquals(200, figure.height());
        assertEquals(Color.WHITE, new Pixels(figure).at(1, 1));
    }

    @Test
    void badRequestsAreNamed() {
        Recording recording = recording();
        assertMessage("reaches out of the recording of 8.000 s", () -> SpikeRaster.of("s", recording, 0, 9));
        assertMessage("is empty", () -> SpikeRaster.of("s", recording, 3, 3));
        SpikeRaster raster = SpikeRaster.of("s", recording, 0, 1);
        assertMessage("two rows", () -> raster.withOrder(0, 1, 1, 2));
        assertMessage("found 2 rows", () -> raster.withOrder(0, 1));
        assertMessage("expected one for each of 4 neurons", () -> raster.withAngle(1, 2));
        assertMessage("neuron 1 is NaN", () -> raster.withAngle(1, Double.NaN, 2, 3));
        Recording blind = Recording.builder(1, 100, 10).add(3, 0).build();
        assertMessage("no angle", () -> SpikeRaster.of("s", blind, 0, 1).withAngle(1));
    }

    private static void assertMessage(String part, org.junit.jupiter.api.function.Executable action) {
        String message = assertThrows(InputException.class, action).getMessage();
        assertTrue(message.contains(part), message);
    }
}
