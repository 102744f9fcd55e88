package circuitscope.show.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private static final long SECOND = 1_000_000_000L;

    private long now = -5 * SECOND;
    private final List<ProgressDisplay.State> drawn = new ArrayList<>();
    private final List<ProgressDisplay.State> finished = new ArrayList<>();
    private final ProgressDisplay.Screen screen = new ProgressDisplay.Screen() {
        @Override
        public long intervalNanos() {
            return SECOND;
        }

        @Override
        public void draw(ProgressDisplay.State state) {
            drawn.add(state);
        }

        @Override
        public void finish(ProgressDisplay.State state) {
            finished.add(state);
        }
    };
    private final ProgressDisplay progress = new ProgressDisplay(() -> now, screen);

    private void update(double seconds, String stage, long done, long total) {
        now = -5 * SECOND + (long) (seconds * SECOND);
        progress.update(stage, done, total);
    }

    @Test
    void theRestTakesAsLongAsWhatWasDoneSoFar() {
        update(0, "Training", 0, 100);
        update(10, "Training", 25, 100);
        update(30, "Training", 50, 100);

        assertEquals(-1, drawn.get(0).leftNanos());
        assertEquals(30 * SECOND, drawn.get(1).leftNanos());
        assertEquals(30 * SECOND, drawn.get(2).leftNanos());
        assertEquals(0.5, drawn.get(2).share());
        assertEquals("50 of 100, 0:30 passed, 0:30 left", drawn.get(2).times());
    }

    @Test
    void whatAnEarlierRunDidDoesNotMakeThisOneLookFaster() {
        update(0, "Training", 90, 100);
        update(10, "Training", 92, 100);

        assertEquals(40 * SECOND, drawn.get(1).leftNanos());
    }

    @Test
    void callsWithinTheIntervalAreNotDrawn() {
        for (int k = 0; k < 1000; k++) {
            update(k * 0.01, "Training", k, 1000);
        }
        assertEquals(10, drawn.size());
    }

    @Test
    void aFinishedStageLeavesItsTotalTimeOnce() {
        update(0, "Training", 0, 10);
        update(0.2, "Training", 10, 10);
        update(0.3, "Training", 10, 10);
        update(5, "Testing", 0, 10);
        update(12, "Testing", 10, 10);
        progress.close();

        assertEquals(2, finished.size());
        assertEquals("Training: 10 done in 0:00", finished.get(0).last());
        assertEquals("Testing: 10 done in 0:07", finished.get(1).last());
    }

    @Test
    void aStageThatBeginsAgainIsTimedAgain() {
        update(0, "Trial", 0, 10);
        update(4, "Trial", 10, 10);
        update(10, "Trial", 0, 10);
        update(13, "Trial", 10, 10);

        assertEquals("Trial: 10 done in 0:03", finished.get(1).last());
    }

    @Test
    void closingBeforeTheEndSaysWhereItStopped() {
        update(0, "Training", 0, 10);
        update(65, "Training", 4, 10);
        progress.close();
        progress.close();

        assertEquals(1, finished.size());
        assertEquals("Training: stopped at 4 of 10 after 1:05", finished.get(0).last());
    }

    @Test
    void aStageOfNothingIsFinishedAtOnce() {
        update(0, "Training", 0, 0);
        assertEquals(1, finished.size());
        assertEquals(1, finished.get(0).share());
    }

    @Test
    void durationsAreReadable() {
        assertEquals("0:07", ProgressDisplay.duration(7 * SECOND));
        assertEquals("0:08", ProgressDisplay.duration(7 * SECOND + 600_000_000));
        assertEquals("12:03", ProgressDisplay.duration(723 * SECOND));
        assertEquals("1:02:10", ProgressDisplay.duration(3730 * SECOND));
        assertEquals("27:00:00", ProgressDisplay.duration(27 * 3600 * SECOND));
    }

    @Test
    void aTerminalHasOneLineRedrawnInPlace() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ProgressDisplay.TerminalScreen terminal =
                new ProgressDisplay.TerminalScreen(new PrintStream(printed, true, StandardCharsets.UTF_8));
        ProgressDisplay.State half = new ProgressDisplay.State("Training", 1, 2, 3 * SECOND, 3 * SECOND);

        terminal.draw(half);
        String line = printed.toString(StandardCharsets.UTF_8);
        assertTrue(
                line.startsWith("\rTraining [============            ]  50 %, 1 of 2, 0:03 passed, 0:03 left"), line);
        assertEquals(80, line.length());

        printed.reset();
        terminal.draw(new ProgressDisplay.State("x".repeat(200), 1, 2, 0, -1));
        assertEquals(80, printed.toString(StandardCharsets.UTF_8).length());

        printed.reset();
        terminal.finish(new ProgressDisplay.State("Training", 2, 2, 6 * SECOND, 0));
        String last = printed.toString(StandardCharsets.UTF_8);
        assertEquals("\rTraining: 2 done in 0:06" + " ".repeat(55) + System.lineSeparator(), last);
    }

    @Test
    void aLogHasALineOnlyOnceSomethingIsKnown() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ProgressDisplay.LogScreen log =
                new ProgressDisplay.LogScreen(new PrintStream(printed, true, StandardCharsets.UTF_8));
        log.draw(new ProgressDisplay.State("Training", 0, 2, 0, -1));
        assertEquals(0, printed.size());
        log.draw(new ProgressDisplay.State("Training", 1, 2, 3 * SECOND, 3 * SECOND));
        assertEquals(
                "Training: 1 of 2, 0:03 passed, 0:03 left" + System.lineSeparator(),
                printed.toString(StandardCharsets.UTF_8));
        assertEquals(10 * SECOND, log.intervalNanos());
    }

    @Test
    void manyThreadsCountingTogetherFinishOnce() throws InterruptedException {
        AtomicLong counter = new AtomicLong();
        AtomicLong clock = new AtomicLong();
        ProgressDisplay shared = new ProgressDisplay(clock::incrementAndGet, screen);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);
        for (int thread = 0; thread < 4; thread++) {
            pool.execute(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int k = 0; k < 50_000; k++) {
                    shared.update("Counting", counter.incrementAndGet(), 200_000);
                }
            });
        }
        start.countDown();
        pool.shutdown();
        assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));
        shared.close();

        assertEquals(1, finished.size());
        assertEquals("Counting: 200000 done in 0:00", finished.get(0).last());
    }
}
