package circuitscope.show.charts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FigureTest {
    private static Figure block(String title, Color colour, int width, int height) {
        return Figure.paint(title, title + " \"<&>\"", width, height, g -> {
            g.setColor(colour);
            g.fillRect(0, 0, width, height);
        });
    }

    @Test
    void thePngHoldsTwiceTheNominalSizeAndThePaintedColours() throws IOException {
        Figure figure = block("red", Color.RED, 30, 20);

        BufferedImage read = ImageIO.read(new ByteArrayInputStream(figure.png()));

        assertEquals(60, read.getWidth());
        assertEquals(40, read.getHeight());
        assertEquals(Color.RED.getRGB(), read.getRGB(59, 39));
        assertEquals(30, figure.width());
        assertEquals(20, figure.height());
        assertEquals("Figure: red (60 x 40 pixels)", figure.toString());
    }

    @Test
    void theHtmlHoldsThePngAndADescriptionThatCannotBreakOut() {
        Figure figure = block("red", Color.RED, 30, 20);

        String html = figure.html();

        String start = "<img src=\"data:image/png;base64,";
        assertTrue(html.startsWith(start), html);
        String data = html.substring(start.length(), html.indexOf('"', start.length()));
        assertArrayEquals(figure.png(), Base64.getDecoder().decode(data));
        assertTrue(html.contains("width=\"30\" height=\"20\""), html);
        assertTrue(html.endsWith("alt=\"red &quot;&lt;&amp;&gt;&quot;\">"), html);
    }

    @Test
    void aSavedFigureIsItsPng(@TempDir Path folder) throws IOException {
        Figure figure = block("red", Color.RED, 30, 20);
        Path path = folder.resolve("red.png");

        figure.save(path);

        assertArrayEquals(figure.png(), Files.readAllBytes(path));
        assertThrows(InputException.class, () -> figure.save(folder.resolve("absent/red.png")));
    }

    @Test
    void aChangedCopyOfThePictureDoesNotChangeTheFigure() {
        Figure figure = block("red", Color.RED, 3, 2);
        figure.image().setRGB(0, 0, 0);
        assertEquals(Color.RED.getRGB(), figure.image().getRGB(0, 0));
    }

    @Test
    void aGridPutsFiguresRowByRowCentredInTheirColumns() {
        Figure grid = Figure.grid(
                "",
                2,
                List.of(
                        block("a", Color.RED, 40, 10),
                        block("b", Color.GREEN, 20, 30),
                        block("c", Color.BLUE, 20, 10)));

        assertEquals(40 + 12 + 20, grid.width());
        assertEquals(30 + 12 + 10, grid.height());
        Pixels pixels = new Pixels(grid);
        assertEquals(Color.RED, pixels.at(0, 0));
        assertEquals(Color.RED, pixels.at(39.5, 9.5));
        assertEquals(Color.WHITE, pixels.at(20, 11));
        assertEquals(Color.GREEN, pixels.at(52, 0));
        assertEquals(Color.GREEN, pixels.at(71.5, 29.5));
        assertEquals(Color.WHITE, pixels.at(9.5, 45));
        assertEquals(Color.BLUE, pixels.at(10, 42));
        assertEquals(Color.BLUE, pixels.at(29.5, 51.5));
        assertEquals(40 * 10 * 4, pixels.count(Color.RED));
    }

    @Test
    void aTitleStandsAboveARow() {
        Figure row = Figure.row("Both", block("a", Color.RED, 80, 10), block("b", Color.RED, 80, 10));

        assertEquals(34 + 10, row.height());
        assertEquals(2 * 80 * 10 * 4, new Pixels(row).count(Color.RED));
        assertTrue(new Pixels(row).count(Palette.INK) > 20);
        assertEquals("Both", row.title());
        assertThrows(InputException.class, () -> Figure.row("none"));
    }
}
