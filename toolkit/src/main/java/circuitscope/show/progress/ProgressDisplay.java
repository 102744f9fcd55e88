package circuitscope.show.progress;

import circuitscope.Progress;
import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.commons.text.StringEscapeUtils;

/**
 * Shows the stage, the share that is done, the time passed and the time left. In a notebook it is a bar, redrawn twice a
 * second; in a terminal a line on the standard error stream, redrawn five times a second; where that stream goes into a
 * file, a line every 10 seconds. A finished stage leaves one line with its total time.
 *
 * <p>The time left assumes that the rest goes as fast as what this stage has done so far; what was done before it began,
 * by an earlier run that is resumed, does not count. Safe to call from several threads, and cheap to call often.
 */
public final class ProgressDisplay implements Progress, AutoCloseable {
    private static final int BAR = 24;

    private final LongSupplier nanoTime;
    private final Screen screen;

    private volatile String stage;
    private volatile long nextNanos;
    private long startNanos;
    private long startDone;
    private long done;
    private long total;
    private boolean running;

    /** Where a state is drawn. */
    interface Screen {
        /** Least time between two drawings. */
        long intervalNanos();

        void draw(State state);

        void finish(State state);
    }

    /**
     * How far a stage is.
     *
     * @param stage what is being done
     * @param done finished units
     * @param total units in all
     * @param nanos time since the stage began
     * @param leftNanos expected time to its end; -1 if nothing is done yet to tell from
     */
    record State(String stage, long done, long total, long nanos, long leftNanos) {
        double share() {
            return total > 0 ? Math.min(1, (double) done / total) : 1;
        }

        String times() {
            String left = leftNanos < 0 ? "" : ", " + duration(leftNanos) + " left";
            return String.format(Locale.ROOT, "%d of %d, %s passed%s", done, total, duration(nanos), left);
        }

        /** The one line that stays. */
        String last() {
            return done >= total
                    ? String.format(Locale.ROOT, "%s: %d done in %s", stage, total, duration(nanos))
                    : String.format(
                            Locale.ROOT, "%s: stopped at %d of %d after %s", stage, done, total, duration(nanos));
        }
    }

    ProgressDisplay(LongSupplier nanoTime, Screen screen) {
        this.nanoTime = nanoTime;
        this.screen = screen;
    }

    /**
     * @return a bar in a notebook, a line in a terminal, now and then a line in a log. Close it at the end
     */
    public static ProgressDisplay here() {
        Screen text = isTerminal(System.console()) ? new TerminalScreen(System.err) : new LogScreen(System.err);
        return new ProgressDisplay(System::nanoTime, new NotebookScreen(text));
    }

    @Override
    public void update(String name, long finished, long all) {
        long now = nanoTime.getAsLong();
        boolean same = name.equals(stage);
        if (same && finished < all && now - nextNanos < 0) {
            return;
        }
        change(name, finished, all, now);
    }

    private synchronized void change(String name, long finished, long all, long now) {
        boolean same = name.equals(stage);
        if (same && !running && finished >= done) {
            return;
        }
        if (!same || !running || finished < done) {
            stage = name;
            startNanos = now;
            startDone = finished;
            running = true;
        }
        done = finished;
        total = all;
        if (finished >= all) {
            running = false;
            screen.finish(state(now));
        } else if (!same || now - nextNanos >= 0) {
            nextNanos = now + screen.intervalNanos();
            screen.draw(state(now));
        }
    }

    /** Leaves a line that says where the run stopped, if it did not finish. Does nothing the second time. */
    @Override
    public synchronized void close() {
        if (running) {
            running = false;
            screen.finish(state(nanoTime.getAsLong()));
        }
    }

    private State state(long now) {
        long passed = now - startNanos;
        long advanced = done - startDone;
        long left = advanced > 0 ? (long) ((double) passed / advanced * Math.max(0, total - done)) : -1;
        return new State(stage, done, total, passed, left);
    }

    /** Hours, minutes and seconds: 0:07, 12:03, 1:02:10. */
    static String duration(long nanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos + 500_000_000);
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static boolean isTerminal(Console console) {
        if (console == null || "dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            // from Java 22 on a console may exist without a terminal, and says so
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException e) {
            return false;
        }
    }

    /** One line, redrawn in place. */
    record TerminalScreen(PrintStream out) implements Screen {
        private static final int WIDTH = 79;

        @Override
        public long intervalNanos() {
            return TimeUnit.MILLISECONDS.toNanos(200);
        }

        @Override
        public void draw(State state) {
            int filled = (int) (BAR * state.share());
            String bar = "=".repeat(filled) + " ".repeat(BAR - filled);
            // rounded down: 100 % means finished
            String text = String.format(
                    Locale.ROOT, "%s [%s] %3d %%, %s", state.stage(), bar, (int) (100 * state.share()), state.times());
            write(text, "");
        }

        @Override
        public void finish(State state) {
            write(state.last(), System.lineSeparator());
        }

        private void write(String text, String end) {
            // longer lines would wrap, and a wrapped line can't be redrawn
            String cut = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
            out.print("\r" + cut + " ".repeat(WIDTH - cut.length()) + end);
            out.flush();
        }
    }

    /** A line now and then, for files. */
    record LogScreen(PrintStream out) implements Screen {
        @Override
        public long intervalNanos() {
            return TimeUnit.SECONDS.toNanos(10);
        }

        @Override
        public void draw(State state) {
            // nothing is known yet at the start of a stage, and most stages are short
            if (state.leftNanos() >= 0) {
                out.println(state.stage() + ": " + state.times());
            }
        }

        @Override
        public void finish(State state) {
            out.println(state.last());
        }
    }

    /** A bar beneath the lines of the stages finished last; without a notebook, another screen instead. */
    static final class NotebookScreen implements Screen {
        private static final int LINES = 8;
        private static final long WORTH_A_LINE = TimeUnit.SECONDS.toNanos(2);

        private final Screen otherwise;
        private final Deque<String> finished = new ArrayDeque<>();
        private Notebook notebook;
        private boolean absent;

        NotebookScreen(Screen otherwise) {
            this.otherwise = otherwise;
        }

        @Override
        public long intervalNanos() {
            return absent ? otherwise.intervalNanos() : TimeUnit.MILLISECONDS.toNanos(500);
        }

        @Override
        public void draw(State state) {
            if (!show(html(state))) {
                otherwise.draw(state);
            }
        }

        @Override
        public void finish(State state) {
            // what is over before anyone can read it need not be kept
            if (state.done() < state.total() || state.nanos() >= WORTH_A_LINE) {
                finished.add(state.last());
            }
            if (finished.size() > LINES) {
                finished.remove();
            }
            if (!show(html(null))) {
                otherwise.finish(state);
            }
        }

        private boolean show(String html) {
            if (notebook != null) {
                notebook.update(html);
            } else if (!absent) {
                Optional<Notebook> shown = Notebook.show(html);
                notebook = shown.orElse(null);
                absent = shown.isEmpty();
            }
            return notebook != null;
        }

        private String html(State running) {
            StringBuilder html = new StringBuilder("<div style=\"font-family:sans-serif;font-size:13px\">");
            finished.forEach(line -> html.append("<div>")
                    .append(StringEscapeUtils.escapeXml11(line))
                    .append("</div>"));
            if (running != null) {
                html.append(String.format(
                        Locale.ROOT,
                        "<div>%s<div style=\"width:320px;height:8px;margin:3px 0;background:#d9d9d9\">"
                                + "<div style=\"width:%.1f%%;height:8px;background:#0072b2\"></div></div>%s</div>",
                        StringEscapeUtils.escapeXml11(running.stage()),
                        100 * running.share(),
                        running.times()));
            }
            return html.append("</div>").toString();
        }
    }
}
