package circuitscope.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DisplayTest {

    private final List<String> shown = new ArrayList<>();

    private final Output output = new Output() {
        @Override
        public void text(boolean error, String text) {
            throw new AssertionError("nothing is printed here");
        }

        @Override
        public void display(DisplayData data, boolean update) {
            shown.add((update ? "update " : "show ") + data.getDisplayId() + " " + data.getData(MIMEType.TEXT_PLAIN));
        }
    };

    @AfterEach
    void leave() {
        Display.sendTo(null);
    }

    @Test
    void givenNoNotebookWhenDisplayedThenTheMessageSaysSo() {
        String message = "No notebook is running here: display, render and updateDisplay work in a notebook cell only.";
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> Display.display(1))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> Display.render(1))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(IllegalStateException.class, () -> Display.updateDisplay("a", 1))
                        .getMessage());
    }

    @Test
    void givenHtmlTextWhenRenderedThenItIsSentAsHtml() {
        assertEquals("<b>x</b>", Display.data("<b>x</b>", "text/html").getData(MIMEType.TEXT_HTML));
        assertEquals(
                "<b>x</b>",
                Display.data(new StringBuilder("<b>x</b>"), "text/html").getData(MIMEType.TEXT_HTML));
        assertEquals(null, Display.data("<b>x</b>").getData(MIMEType.TEXT_HTML));
    }

    @Test
    void givenAPictureWhenRenderedThenAllBytesOfThePngAreThere() throws Exception {
        Random random = new Random(3);
        for (int width = 1; width < 40; width++) { // every remainder of the length by 3
            BufferedImage image = new BufferedImage(width, 5, BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < width * 5; i++) {
                image.setRGB(i % width, i / width, random.nextInt());
            }
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            ImageIO.write(image, "png", expected);
            String sent = (String) Display.data(image).getData(MIMEType.IMAGE_PNG);
            assertArrayEquals(expected.toByteArray(), Base64.getDecoder().decode(sent));
            String asked = (String) Display.data(image, "image/png").getData(MIMEType.IMAGE_PNG);
            assertEquals(sent, asked);
        }
    }

    @Test
    void givenNullOrAnArrayWhenRenderedThenTheTextShowsIt() {
        assertEquals("null", Display.data(null).getData(MIMEType.TEXT_PLAIN));
        assertEquals("null", Display.data(null, "text/html").getData(MIMEType.TEXT_PLAIN));
        assertEquals("7", Display.data(7, (String[]) null).getData(MIMEType.TEXT_PLAIN));
        assertEquals("[1.0, 2.5]", Display.data(new double[] {1, 2.5}).getData(MIMEType.TEXT_PLAIN));
        String text = (String) Display.data(new int[150]).getData(MIMEType.TEXT_PLAIN);
        assertEquals("0, 0, ... 50 more]", text.substring(text.length() - 18));
    }

    @Test
    void givenADisplayedValueWhenUpdatedThenTheIdIsTheSame() {
        Display.sendTo(output);
        String id = Display.display("first");
        Display.updateDisplay(id, "second");
        assertEquals(List.of("show " + id + " first", "update " + id + " second"), shown);
    }
}
