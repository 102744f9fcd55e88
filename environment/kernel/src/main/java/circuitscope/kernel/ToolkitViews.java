package circuitscope.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Asks the toolkit, if it is on the class path, how its values show themselves. It is found by name: the kernel works without. */
final class ToolkitViews {
    private static final Method VIEW = view();

    private ToolkitViews() {}

    private static Method view() {
        try {
            return Class.forName("circuitscope.show.views.Views").getMethod("of", Object.class);
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }

    /** The value as HTML and text, if it is one of the toolkit's. */
    static Optional<DisplayData> of(Object value) {
        if (VIEW == null) {
            return Optional.empty();
        }
        try {
            Optional<?> found = (Optional<?>) VIEW.invoke(null, value);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Object view = found.get();
            DisplayData data = new DisplayData(String.valueOf(text(view, "text")));
            data.putHTML(text(view, "html"));
            return Optional.of(data);
        } catch (InvocationTargetException e) {
            // a value that can't be drawn is shown as text, with the reason
            return Optional.of(new DisplayData(value + "\n(" + e.getCause() + ")"));
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    private static String text(Object view, String part) throws ReflectiveOperationException {
        return (String) view.getClass().getMethod(part).invoke(view);
    }
}
