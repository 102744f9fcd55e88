package circuitscope.kernel;

import com.google.gson.JsonParser;
import java.util.UUID;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * Shows values below a notebook cell, with the same methods as IJava.
 *
 * <p>Every cell sees these methods without an import.
 */
public final class Display {

    private static final NotebookRenderer RENDERER = new NotebookRenderer();

    // static, because a cell calls display(x) without an object to call it on
    private static volatile Output output;

    private Display() {}

    /**
     * Shows a value below the running cell.
     *
     * @param value the value; null is shown as text
     * @param mimeTypes the MIME types to send it as; without any, the types that suit its class
     * @return an id for {@link #updateDisplay}
     * @throws IllegalStateException if no notebook is running
     */
    public static String display(Object value, String... mimeTypes) {
        Output current = running();
        DisplayData data = data(value, mimeTypes);
        if (data.getDisplayId() == null) {
            data.setDisplayId(UUID.randomUUID().toString());
        }
        current.display(data, false);
        return data.getDisplayId();
    }

    /**
     * Renders a value without showing it.
     *
     * @param value the value; null is rendered as text
     * @param mimeTypes the MIME types to render it as; without any, the types that suit its class
     * @return the rendered value
     * @throws IllegalStateException if no notebook is running
     */
    public static DisplayData render(Object value, String... mimeTypes) {
        running();
        return data(value, mimeTypes);
    }

    /**
     * Replaces what was displayed earlier.
     *
     * @param id the id that {@link #display} returned
     * @param value the new value; null is shown as text
     * @param mimeTypes the MIME types to send it as; without any, the types that suit its class
     * @throws IllegalStateException if no notebook is running
     */
    public static void updateDisplay(String id, Object value, String... mimeTypes) {
        Output current = running();
        DisplayData data = data(value, mimeTypes);
        data.setDisplayId(id);
        current.display(data, true);
    }

    static DisplayData data(Object value, String... mimeTypes) {
        if (value instanceof DisplayData data) {
            return new DisplayData(data);
        }
        if (value == null) {
            return new DisplayData("null");
        }
        if (mimeTypes == null || mimeTypes.length == 0) {
            return ToolkitViews.of(value).orElseGet(() -> RENDERER.render(value));
        }
        return value instanceof CharSequence text
                ? text(text.toString(), mimeTypes)
                : RENDERER.renderAs(value, mimeTypes);
    }

    /** Sends the text as it is under each of the types; the base library knows a few of them only. */
    private static DisplayData text(String text, String... mimeTypes) {
        DisplayData data = new DisplayData(text);
        for (String type : mimeTypes) {
            boolean json = type.equals("application/json") || type.endsWith("+json");
            data.putData(type, json ? JsonParser.parseString(text) : text);
        }
        return data;
    }

    static NotebookRenderer renderer() {
        return RENDERER;
    }

    /** Sends what cells display to {@code target} from now on, or nowhere if it is null. */
    static void sendTo(Output target) {
        output = target;
    }

    private static Output running() {
        Output current = output;
        if (current == null) {
            throw new IllegalStateException(
                    "No notebook is running here: display, render and updateDisplay work in a notebook cell only.");
        }
        return current;
    }
}
