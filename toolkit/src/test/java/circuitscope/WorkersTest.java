package circuitscope;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkersTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void givenPieces_whenMapped_thenResultsComeInTheirOrderAndAllAreHeard(int threads) {
        AtomicInteger heard = new AtomicInteger();
        List<Integer> squares = Workers.of(threads)
                .telling((stage, done, total) -> {
                    assertEquals(100, total);
                    heard.incrementAndGet();
                })
                .map(100, "squaring", k -> k * k);
        assertEquals(IntStream.range(0, 100).mapToObj(k -> k * k).toList(), squares);
        assertEquals(100, heard.get());
    }

    @Test
    void givenPiecesOfPieces_whenMapped_thenNothingWaitsForItself() {
        Workers workers = Workers.of(2);
        List<Integer> sums = workers.map(
                8,
                "outer",
                k -> workers.map(5, "inner", m -> k * m).stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        assertEquals(IntStream.range(0, 8).mapToObj(k -> 10 * k).toList(), sums);
    }

    @Test
    void givenAPieceThatFails_whenMapped_thenItsFailureIsThrownAfterTheOthersHaveEnded() {
        AtomicInteger running = new AtomicInteger();
        InputException thrown = assertThrows(
                InputException.class,
                () -> Workers.of(4).map(50, "failing", k -> {
                    running.incrementAndGet();
                    try {
                        if (k == 3) {
                            throw InputException.of("Piece 3 is wrong.");
                        }
                        return k;
                    } finally {
                        running.decrementAndGet();
                    }
                }));
        assertEquals("Piece 3 is wrong.", thrown.getMessage());
        assertEquals(0, running.get());
    }

    @Test
    void givenAnInterruptedCaller_whenPiecesAreStillWorkedOn_thenItReturnsOnlyWhenNoneWritesAnyMore() throws Exception {
        int[] written = new int[1];
        CountDownLatch started = new CountDownLatch(2);
        boolean[] cancelled = new boolean[1];
        boolean[] interruptLeft = new boolean[1];
        Thread caller = new Thread(() -> {
            try {
                Workers.of(2).map(2, "writing", k -> {
                    started.countDown();
                    // goes on for a while after it was asked to stop, as a loop without a check would
                    long end = System.nanoTime() + 300_000_000L;
                    while (System.nanoTime() < end) {
                        synchronized (written) {
                            written[0]++;
                        }
                    }
                    Progress.stopIfInterrupted("writing");
                    return k;
                });
            } catch (CancellationException e) {
                cancelled[0] = true;
                interruptLeft[0] = Thread.currentThread().isInterrupted();
            }
            synchronized (written) {
                written[0] = 0;
            }
        });
        caller.start();
        started.await();
        caller.interrupt();
        caller.join();
        assertTrue(cancelled[0]);
        assertFalse(interruptLeft[0]);
        synchronized (written) {
            assertEquals(0, written[0], "a piece went on after its batch had returned");
        }
    }

    @Test
    void givenAnInterruptOfOneBatch_whenTheNextIsRun_thenItIsNotStopped() {
        Workers workers = Workers.of(3);
        assertThrows(
                CancellationException.class,
                () -> workers.map(30, "first", k -> {
                    if (k == 5) {
                        throw new CancellationException("Stopped.");
                    }
                    return k;
                }));
        for (int repeat = 0; repeat < 20; repeat++) {
            assertEquals(
                    30,
                    workers.map(30, "next", k -> {
                                Progress.stopIfInterrupted("next");
                                return k;
                            })
                            .size());
        }
    }
}
