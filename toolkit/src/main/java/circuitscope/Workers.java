package circuitscope;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Threads for independent pieces of work, and who hears how far it has come. What is computed does not depend on the number
 * of threads. A calling thread can be interrupted; it returns only when no piece is being worked on any more.
 */
public final class Workers {
    private static final long IDLE_SECONDS = 2;

    private final int threads;
    private final Progress progress;
    private final ThreadPoolExecutor pool;

    private Workers(int threads, Progress progress, ThreadPoolExecutor pool) {
        this.threads = threads;
        this.progress = progress;
        this.pool = pool;
    }

    /** {@return workers on all processors, which tell nobody how far they are} */
    public static Workers all() {
        return of(Runtime.getRuntime().availableProcessors());
    }

    /**
     * @param threads number of threads, at least 1
     * @return workers that tell nobody how far they are
     * @throws InputException if the number is out of range
     */
    public static Workers of(int threads) {
        InputException.requireBetween("Number of threads", threads, 1, 4096);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Worker::new);
        pool.allowCoreThreadTimeOut(true);
        return new Workers(threads, Progress.silent(), pool);
    }

    /**
     * @param listener hears how far the work has come, from any thread
     * @return the same threads, telling this listener
     */
    public Workers telling(Progress listener) {
        return new Workers(threads, listener, pool);
    }

    /** {@return the same threads, telling nobody} */
    public Workers silently() {
        return telling(Progress.silent());
    }

    /** {@return the number of threads} */
    public int threads() {
        return threads;
    }

    /** {@return who hears how far the work has come} */
    public Progress progress() {
        return progress;
    }

    /** A thread of a pool: pieces of a piece are worked on where they arise. */
    private static final class Worker extends Thread {
        Worker(Runnable task) {
            super(task, "worker");
            setDaemon(true);
        }
    }

    /**
     * @param <R> kind of the results
     * @param count number of pieces
     * @param stage what is being done, a few words
     * @param work what is done with piece 0 to {@code count - 1}; it should call {@link Progress#stopIfInterrupted} if it
     *     takes long
     * @return the results in the order of the pieces
     * @throws CancellationException if the calling thread is interrupted; no work goes on then
     */
    public <R> List<R> map(int count, String stage, Function<Integer, R> work) {
        return map(IntStream.range(0, count).boxed().toList(), stage, work);
    }

    /**
     * @param <T> kind of the pieces
     * @param <R> kind of the results
     * @param pieces independent pieces of work
     * @param stage what is being done, a few words
     * @param work what is done with each piece; it should call {@link Progress#stopIfInterrupted} if it takes long
     * @return the results in the order of the pieces, so that sums over them do not depend on the number of threads
     * @throws CancellationException if the calling thread is interrupted; no work goes on then
     */
    public <T, R> List<R> map(List<T> pieces, String stage, Function<T, R> work) {
        AtomicLong done = new AtomicLong();
        Function<T, R> counted = piece -> {
            Progress.stopIfInterrupted(stage);
            R result = work.apply(piece);
            progress.update(stage, done.incrementAndGet(), pieces.size());
            return result;
        };
        if (threads == 1 || pieces.size() < 2 || Thread.currentThread() instanceof Worker) {
            List<R> results = new ArrayList<>();
            for (T piece : pieces) {
                results.add(counted.apply(piece));
            }
            return results;
        }
        return new Batch<>(pieces, stage, counted).run(pool, Math.min(threads, pieces.size()));
    }

    /** Pieces that the calling thread and some others take one after the other. */
    private static final class Batch<T, R> {
        private final List<T> pieces;
        private final String stage;
        private final Function<T, R> work;
        private final List<R> results;
        private final AtomicInteger next = new AtomicInteger();
        private final Set<Thread> helpers = new HashSet<>(); // guarded by this
        private boolean closed; // guarded by this
        private Throwable failure; // guarded by this

        Batch(List<T> pieces, String stage, Function<T, R> work) {
            this.pieces = pieces;
            this.stage = stage;
            this.work = work;
            results = new ArrayList<>(Collections.nCopies(pieces.size(), null));
        }

        List<R> run(ThreadPoolExecutor pool, int threads) {
            for (int k = 1; k < threads; k++) {
                pool.execute(this::help);
            }
            takePieces();
            if (awaitHelpers()) {
                throw new CancellationException("Stopped while " + stage + ", because the run was interrupted.");
            }
            synchronized (this) {
                if (failure instanceof RuntimeException cause) {
                    throw cause;
                }
                if (failure instanceof Error cause) {
                    throw cause;
                }
                return results;
            }
        }

        private void help() {
            synchronized (this) {
                if (closed) {
                    return;
                }
                helpers.add(Thread.currentThread());
            }
            takePieces();
            synchronized (this) {
                helpers.remove(Thread.currentThread());
                // an interrupt meant for this batch must not reach the next one
                Thread.interrupted();
                notifyAll();
            }
        }

        private void takePieces() {
            for (int k = next.getAndIncrement(); k < pieces.size(); k = next.getAndIncrement()) {
                try {
                    // each place is written once, and read after the helpers have ended
                    results.set(k, work.apply(pieces.get(k)));
                } catch (RuntimeException | Error e) {
                    stop(e);
                }
            }
        }

        private synchronized void stop(Throwable cause) {
            next.set(pieces.size());
            if (failure == null) {
                failure = cause;
                helpers.forEach(Thread::interrupt);
            }
        }

        /** Returns when nobody works on a piece any more; true if the calling thread was interrupted meanwhile. */
        private synchronized boolean awaitHelpers() {
            boolean interrupted = false;
            closed = true;
            while (!helpers.isEmpty()) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                    next.set(pieces.size());
                    helpers.forEach(Thread::interrupt);
                }
            }
            return interrupted;
        }
    }
}
