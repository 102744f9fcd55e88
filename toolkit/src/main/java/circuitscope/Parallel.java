package circuitscope;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Independent pieces of work on all processors, with progress, in a thread that can be interrupted. */
public final class Parallel {
    private Parallel() {}

    /**
     * @param <T> kind of the pieces
     * @param <R> kind of the results
     * @param pieces independent pieces of work
     * @param stage what is being done, a few words
     * @param progress hears of finished pieces, from any thread
     * @param work what is done with each piece; it should call {@link Progress#stopIfInterrupted} if it takes long
     * @return the results in the order of the pieces, so that sums over them do not depend on the number of threads
     * @throws CancellationException if the calling thread is interrupted; no work goes on then
     */
    public static <T, R> List<R> map(List<T> pieces, String stage, Progress progress, Function<T, R> work) {
        int threads = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), pieces.size()));
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            AtomicLong done = new AtomicLong();
            List<Future<R>> futures = new ArrayList<>();
            for (T piece : pieces) {
                futures.add(pool.submit(() -> {
                    R result = work.apply(piece);
                    progress.update(stage, done.incrementAndGet(), pieces.size());
                    return result;
                }));
            }
            List<R> results = new ArrayList<>();
            for (Future<R> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            throw new CancellationException("Stopped while " + stage + ", because the run was interrupted.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Failed while " + stage + ": " + e.getCause(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
