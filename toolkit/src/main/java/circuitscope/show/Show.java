package circuitscope.show;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.show.progress.Notebook;
import circuitscope.show.progress.ProgressDisplay;
import circuitscope.show.views.Kernels;
import circuitscope.show.views.View;
import circuitscope.show.views.Views;
import java.util.function.Function;
import org.apache.commons.text.StringEscapeUtils;

/**
 * Shows results where the program runs: in a notebook of any Java kernel as pictures and tables, elsewhere as text on the
 * standard output.
 */
public final class Show {
    private Show() {}

    /**
     * Makes values of this toolkit show themselves when they are the last expression of a cell, in any Java kernel. The bundled
     * kernel needs no such call.
     */
    public static void values() {
        Kernels.tell();
    }

    /**
     * @param value a value of this toolkit: a picture or a table in a notebook, text elsewhere
     */
    public static void value(Object value) {
        View view = Views.of(value)
                .orElse(new View("<pre>" + StringEscapeUtils.escapeXml11(value + "") + "</pre>", value + "\n"));
        Notebook.show(view.html(), view.text(), System.out);
    }

    /**
     * @return a listener that shows how far a run has come and how long it will take: a bar in a notebook, a line in a
     *     terminal, now and then a line in a log. Close it at the end, best in a try-with-resources
     */
    public static ProgressDisplay progress() {
        return ProgressDisplay.here();
    }

    /**
     * @param times how often it is done, after once for the compiler
     * @param work what is done
     * @return seconds that it takes
     */
    public static double seconds(int times, Runnable work) {
        InputException.requireBetween("Number of times", times, 1, 1_000_000_000);
        work.run();
        long start = System.nanoTime();
        for (int k = 0; k < times; k++) {
            work.run();
        }
        return (System.nanoTime() - start) / 1e9 / times;
    }

    /**
     * @param <T> kind of the result
     * @param work what is done, by workers on all processors whose progress is shown
     * @return its result
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static <T> T working(Function<Workers, T> work) {
        try (ProgressDisplay progress = progress()) {
            return work.apply(Workers.all().telling(progress));
        }
    }
}
