package circuitscope.show.progress;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An element shown in a running notebook. Every Java kernel has the same two static methods, {@code display(Object,
 * String...)} and {@code updateDisplay(String, Object, String...)}, in a class of its own; they are found by name, so that
 * no kernel is needed to compile or to run without a notebook.
 */
public final class Notebook {
    /** Ours, IJava's and that of JJava, which follows IJava. */
    private static final List<String> KERNELS = List.of(
            "circuitscope.kernel.Display",
            "io.github.spencerpark.ijava.runtime.Display",
            // JJava moved these functions twice
            "org.dflib.jjava.runtime.Display",
            "org.dflib.jjava.jupyter.kernel.NotebookStatics",
            "org.dflib.jjava.jupyter.kernel.BaseNotebookStatics");

    private static final String[] HTML = {"text/html"};

    private final Class<?> kernel;
    private final String id;

    private Notebook(Class<?> kernel, String id) {
        this.kernel = kernel;
        this.id = id;
    }

    /**
     * Shows HTML in the notebook that runs, or text where none does.
     *
     * @param html what a notebook shows
     * @param text what is printed elsewhere
     * @param out where it is printed to
     */
    public static void show(String html, String text, PrintStream out) {
        if (show(html).isEmpty()) {
            out.print(text);
            out.flush();
        }
    }

    /** Looks where cells load their classes first, then where this class came from. */
    static Optional<Notebook> show(String html) {
        Set<ClassLoader> loaders = new LinkedHashSet<>();
        if (Thread.currentThread().getContextClassLoader() != null) {
            loaders.add(Thread.currentThread().getContextClassLoader());
        }
        loaders.add(Notebook.class.getClassLoader());
        return show(html, loaders);
    }

    static Optional<Notebook> show(String html, Set<ClassLoader> loaders) {
        for (String name : KERNELS) {
            for (ClassLoader loader : loaders) {
                Optional<Notebook> shown = show(html, name, loader);
                if (shown.isPresent()) {
                    return shown;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Notebook> show(String html, String name, ClassLoader loader) {
        try {
            Class<?> kernel = Class.forName(name, true, loader);
            Method display = kernel.getMethod("display", Object.class, String[].class);
            kernel.getMethod("updateDisplay", String.class, Object.class, String[].class);
            Object id = display.invoke(null, html, HTML);
            return Optional.of(new Notebook(kernel, String.valueOf(id)));
        } catch (InvocationTargetException e) {
            // the class is there, but no kernel runs in this process
            return Optional.empty();
        } catch (ReflectiveOperationException | LinkageError | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Replaces the element. What a closing notebook no longer takes is dropped: a display is not worth a failed run. */
    void update(String html) {
        try {
            kernel.getMethod("updateDisplay", String.class, Object.class, String[].class)
                    .invoke(null, id, html, HTML);
        } catch (ReflectiveOperationException ignored) {
            // see above
        }
    }
}
