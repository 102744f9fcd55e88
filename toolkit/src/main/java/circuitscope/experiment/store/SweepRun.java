package circuitscope.experiment.store;

import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.data.Source;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.FitExperiment;
import circuitscope.experiment.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/** One process that works through a list of experiments, beside others that may do the same. */
final class SweepRun {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final OutcomeStore store;
    private final Workers workers;
    private final String host;
    private final Bench bench = new Bench();
    private final Instant start = Instant.now();
    private int tried;

    /**
     * @param store where outcomes are kept
     * @param workers threads, and who hears how far it has come
     * @param host machine that the experiments were shipped to; empty if they run where they were started
     */
    SweepRun(OutcomeStore store, Workers workers, String host) {
        this.store = store;
        this.workers = workers;
        this.host = host;
    }

    /** Returns when each experiment is done or has failed, here or in another process. */
    void finish(List<Experiment> experiments) {
        List<Experiment> open = onTheSameDataTogether(experiments);
        open.removeIf(store::has);
        int all = open.size();
        try (Claims claims = new Claims()) {
            while (!open.isEmpty()) {
                int before = open.size();
                for (Iterator<Experiment> rest = open.iterator(); rest.hasNext(); ) {
                    if (settled(rest.next(), claims, all)) {
                        rest.remove();
                    }
                }
                if (open.size() == before) {
                    waitForOthers(all - open.size(), all);
                }
            }
        }
    }

    private static List<Experiment> onTheSameDataTogether(List<Experiment> experiments) {
        record Group(Source data, long seed, int alone) {}
        Map<Group, List<Experiment>> groups = new LinkedHashMap<>();
        for (Experiment experiment : experiments) {
            Group group = experiment instanceof FitExperiment fit
                    ? new Group(fit.data(), fit.seed(), 0)
                    : new Group(null, 0, groups.size());
            groups.computeIfAbsent(group, first -> new ArrayList<>()).add(experiment);
        }
        List<Experiment> ordered = new ArrayList<>();
        groups.values().forEach(ordered::addAll);
        return ordered;
    }

    /** Whether nothing is left to do for it; false if another process works on it. */
    private boolean settled(Experiment experiment, Claims claims, int all) {
        if (over(experiment)) {
            return true;
        }
        if (!claims.take(store.stem(experiment))) {
            return false;
        }
        try {
            // another process may have ended between the first look and the claim
            if (!over(experiment)) {
                attempt(experiment, all);
            }
        } finally {
            claims.release(store.stem(experiment));
        }
        return true;
    }

    private boolean over(Experiment experiment) {
        return store.has(experiment) || store.failedSince(experiment, start);
    }

    private void attempt(Experiment experiment, int all) {
        String place = all == 1 ? "" : String.format(" (%d of %d)", ++tried, all);
        Progress named = (stage, done, total) ->
                workers.progress().update(experiment.name() + place + ": " + stage, done, total);
        Instant began = Instant.now();
        try {
            Outcome outcome = bench.run(experiment, workers.telling(named));
            double seconds = Duration.between(began, Instant.now()).toNanos() / 1e9;
            store.store(experiment, outcome.ranAs(new Outcome.Run(seconds, host)));
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            store.storeFailure(experiment, e);
        }
    }

    private void waitForOthers(int done, int all) {
        workers.progress().update("waiting for experiments that other processes work on", done, all);
        try {
            Thread.sleep(LOOK_AGAIN.toMillis());
        } catch (InterruptedException e) {
            throw new CancellationException(
                    "Stopped while waiting for other processes, because the run was interrupted.");
        }
    }
}
