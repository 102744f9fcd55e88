package circuitscope.kernel;

import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.RenderFunction;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.common.Text;
import org.dflib.jjava.jupyter.kernel.display.common.Url;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** Renders values for a notebook: pictures with all of their bytes, arrays with their elements. */
final class NotebookRenderer extends Renderer {

    private static final int SHOWN_ELEMENTS = 100;

    private final boolean complete;

    NotebookRenderer() {
        createRegistration(RenderedImage.class)
                .preferring(MIMEType.IMAGE_PNG)
                .supporting(MIMEType.IMAGE_JPEG, MIMEType.IMAGE_GIF)
                .register((image, context) -> {
                    context.renderIfRequested(MIMEType.IMAGE_PNG, () -> encode(image, "png"));
                    context.renderIfRequested(MIMEType.IMAGE_JPEG, () -> encode(image, "jpeg"));
                    context.renderIfRequested(MIMEType.IMAGE_GIF, () -> encode(image, "gif"));
                });
        Text.registerAll(this);
        Url.registerAll(this);
        complete = true;
    }

    /** Keeps our function for pictures: that of the base library never closes its encoder and loses the last bytes. */
    @Override
    public <T> void register(
            Set<MIMEType> supported,
            Set<MIMEType> preferred,
            Set<Class<? extends T>> types,
            RenderFunction<T> function) {
        if (!complete || !types.contains(RenderedImage.class)) {
            super.register(supported, preferred, types, function);
        }
    }

    @Override
    protected DisplayData finalizeDisplayData(DisplayData data, Object value) {
        if (!data.hasDataForType(MIMEType.TEXT_PLAIN)) {
            data.putText(text(value));
        }
        return data;
    }

    private static String text(Object value) {
        if (value instanceof RenderedImage image) {
            return "picture of " + image.getWidth() + " x " + image.getHeight() + " pixels";
        }
        if (value.getClass().isArray()) {
            return array(value);
        }
        return String.valueOf(value);
    }

    private static String array(Object array) {
        int length = Array.getLength(array);
        Object[] shown = new Object[Math.min(length, SHOWN_ELEMENTS)];
        Arrays.setAll(shown, i -> Array.get(array, i));
        String text = Arrays.deepToString(shown);
        return length <= SHOWN_ELEMENTS
                ? text
                : text.substring(0, text.length() - 1) + ", ... " + (length - SHOWN_ELEMENTS) + " more]";
    }

    private static String encode(RenderedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalArgumentException("The picture can't be written as " + format
                        + ": its colours don't fit the format. Show it as image/png.");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
