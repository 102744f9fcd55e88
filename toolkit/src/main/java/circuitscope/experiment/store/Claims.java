package circuitscope.experiment.store;

import circuitscope.InputException;
import circuitscope.experiment.Outcome;
import circuitscope.files.Json;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Which process works on which experiment, so that processes that share a folder, on one machine or several, never do the same
 * one at once. A claim is a file {@code <experiment>.<number>.claim}, which exactly one process can make; it holds host and
 * process, and its time of change is a heartbeat. A claim whose process is gone, or whose heart has not beaten for long, is
 * stale: the next number may be claimed then, and again only one process gets it. Nobody ever changes the claim of another.
 */
final class Claims implements AutoCloseable {
    static final Duration BEAT = Duration.ofSeconds(10);

    /** Clocks of machines that share a folder should differ by less. */
    static final Duration STALE = Duration.ofMinutes(2);

    private static final String SUFFIX = ".claim";

    private final Duration stale;
    private final ScheduledExecutorService heart;
    private Path held; // guarded by this

    /**
     * Who holds an experiment.
     *
     * @param host name of the machine
     * @param pid its process
     * @param started when the process started, as text in UTC; empty if that is not known
     * @param since when the experiment was claimed, as text in UTC
     */
    record Holder(String host, long pid, String started, String since) {
        static Holder here() {
            ProcessHandle process = ProcessHandle.current();
            return new Holder(
                    Outcome.Run.thisHost(),
                    process.pid(),
                    started(process),
                    Instant.now().toString());
        }

        /** Of this machine, but not running any more. */
        private boolean gone() {
            return host.equals(Outcome.Run.thisHost())
                    && ProcessHandle.of(pid)
                            .filter(ProcessHandle::isAlive)
                            .filter(process -> started.isEmpty() || started.equals(started(process)))
                            .isEmpty();
        }

        private static String started(ProcessHandle process) {
            return process.info().startInstant().map(Instant::toString).orElse("");
        }
    }

    /** A claim as it was found. */
    private record Found(int number, Optional<Holder> holder, boolean fresh) {}

    Claims() {
        this(BEAT, STALE);
    }

    Claims(Duration beat, Duration stale) {
        this.stale = stale;
        heart = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "heartbeat of claims");
            thread.setDaemon(true);
            return thread;
        });
        heart.scheduleAtFixedRate(this::beat, beat.toMillis(), beat.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * @param stem path of the experiment's files without their endings
     * @return whether the experiment is claimed by this process now; false if another one works on it
     * @throws InputException if a claim can't be written
     */
    synchronized boolean take(Path stem) {
        Optional<Found> last = last(stem, stale);
        if (last.isPresent() && last.get().fresh) {
            return false;
        }
        Path claim = claim(stem, last.map(Found::number).orElse(0) + 1);
        try {
            Files.writeString(claim, Json.canonical(Holder.here()), StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw InputException.of("%s can't be written (%s); check its folder and the free space.", claim, e, e);
        }
        held = claim;
        return true;
    }

    /** Gives up what {@link #take} took, and clears away the stale claims before it, unless another process has taken it over. */
    synchronized void release(Path stem) {
        Path own = held;
        held = null;
        List<Integer> numbers = numbers(stem);
        if (numbers.isEmpty() || !claim(stem, numbers.get(numbers.size() - 1)).equals(own)) {
            return;
        }
        for (int number : numbers) {
            try {
                Files.deleteIfExists(claim(stem, number));
            } catch (IOException e) {
                // it will be stale
            }
        }
    }

    private synchronized void beat() {
        if (held != null) {
            try {
                Files.setLastModifiedTime(held, FileTime.from(Instant.now()));
            } catch (IOException e) {
                // the next beat may get through
            }
        }
    }

    @Override
    public void close() {
        heart.shutdownNow();
    }

    /** {@return who works on the experiment now} */
    static Optional<Holder> holder(Path stem) {
        return last(stem, STALE).filter(Found::fresh).flatMap(Found::holder);
    }

    private static Optional<Found> last(Path stem, Duration stale) {
        List<Integer> numbers = numbers(stem);
        if (numbers.isEmpty()) {
            return Optional.empty();
        }
        int number = numbers.get(numbers.size() - 1);
        Path claim = claim(stem, number);
        try {
            boolean beating = Files.getLastModifiedTime(claim)
                    .toInstant()
                    .isAfter(Instant.now().minus(stale));
            String text = Files.readString(claim);
            // a claim that is being written is empty for a moment
            Optional<Holder> holder = text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Json.value(claim + "", Json.parse(claim + "", text), Holder.class));
            return Optional.of(new Found(
                    number, holder, beating && !holder.map(Holder::gone).orElse(false)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", claim, e, e);
        }
    }

    private static Path claim(Path stem, int number) {
        return stem.resolveSibling(stem.getFileName() + "." + number + SUFFIX);
    }

    /** Numbers of the claims that there are, in order; they are few and follow each other, so no folder has to be listed. */
    private static List<Integer> numbers(Path stem) {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 1; Files.exists(claim(stem, number)); number++) {
            numbers.add(number);
        }
        return numbers;
    }
}
