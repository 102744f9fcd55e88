package circuitscope.sessions;

import circuitscope.InputException;
import circuitscope.headdirection.TuningCurve;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lays the stretches of an epoch one behind the other in whole steps. */
final class SessionRecording {
    private static final double STANDARD_STEP_MS = 1;
    private static final double NANOSECONDS = 1e9;

    /** Stretches are cut to whole samples, so a slow series is resampled faster than it was measured. */
    private static final double LONGEST_SAMPLE_SECONDS = 0.1;

    private final Session session;
    private final Session.Options options;
    private final long step;
    private final int period;

    private SessionRecording(Session session, Session.Options options) {
        this.session = session;
        this.options = options;
        long bin = nanoseconds(session.binSeconds());
        if (options.stepMs() > 0) {
            step = nanoseconds(options.stepMs() / 1000);
        } else {
            step = bin > 0 ? bin : nanoseconds(STANDARD_STEP_MS / 1000);
        }
        if (bin > 0 && step % bin != 0) {
            throw InputException.of(
                    "a time step of %s ms was asked for, but spikes are counts in bins of %s ms; take a multiple of that.",
                    stepMs(), bin / 1e6);
        }
        double interval = session.series().stream()
                .mapToDouble(TimeSeries::intervalSeconds)
                .min()
                .orElse(0);
        interval = Math.min(interval, LONGEST_SAMPLE_SECONDS);
        period = (int) Math.max(1, Math.min(1 << 20, (long) (interval * NANOSECONDS * (1 + 1e-6)) / step));
    }

    static Recording of(Session session, Session.Options options) {
        return new SessionRecording(session, options).recording();
    }

    private static long nanoseconds(double seconds) {
        return Math.round(seconds * NANOSECONDS);
    }

    private double stepMs() {
        return step / 1e6;
    }

    /** Stretches of time in ns and the first step of each; the last one has no stretch. */
    private record Stretches(long[] starts, long[] ends, int[] firstSteps) {}

    private Recording recording() {
        UnitSelection selection = UnitSelection.parse(options.units());
        List<Unit> units = selection.of(session.units());
        List<double[]> trains = new ArrayList<>();
        for (Unit unit : units) {
            double[] train = unit.spikeSeconds();
            requireInSpan(unit, train);
            trains.add(train);
        }
        Stretches stretches = stretches(trains);
        List<Unit> taken = new ArrayList<>();
        List<int[]> steps = new ArrayList<>();
        double seconds = stretches.firstSteps[stretches.starts.length] * stepMs() / 1000;
        for (int k = 0; k < units.size(); k++) {
            int[] inSteps = steps(trains.get(k), stretches);
            if (inSteps.length < selection.leastHz() * seconds) {
                continue;
            }
            if (inSteps.length == 0) {
                throw InputException.of(
                        "unit %s has no spike in %s, expected at least one; leave such units out with rate>=0.01, for"
                                + " example.",
                        units.get(k).id(), epochName());
            }
            taken.add(units.get(k));
            steps.add(inSteps);
        }
        if (taken.isEmpty()) {
            throw InputException.of(
                    "no unit fires at %s Hz or more in %s, expected at least one; lower the rate that is asked for.",
                    selection.leastHz(), epochName());
        }
        return build(taken, steps, stretches);
    }

    private String epochName() {
        return options.epoch().isEmpty() ? "the whole session" : "epoch '" + options.epoch() + "'";
    }

    private void requireInSpan(Unit unit, double... train) {
        session.span().ifPresent(span -> {
            int at = 0;
            for (double time : train) {
                while (at < span.stretches() && span.ends()[at] < time) {
                    at++;
                }
                if (at == span.stretches() || time < span.starts()[at]) {
                    throw InputException.of(
                            "unit %s has a spike at %s s, expected none outside %s to %s s and its %d stretches, when was"
                                    + " recorded; see whether times and session belong together.",
                            unit.id(), time, span.starts()[0], span.ends()[span.stretches() - 1], span.stretches());
                }
            }
        });
    }

    private Stretches stretches(List<double[]> trains) {
        if (!options.epoch().isEmpty()) {
            return inSteps(session.epoch(options.epoch()));
        }
        return session.span().map(this::inSteps).orElseGet(() -> fromZeroToTheLastEvent(trains));
    }

    private Stretches fromZeroToTheLastEvent(List<double[]> trains) {
        double first = 0;
        double last = Double.NEGATIVE_INFINITY;
        for (double[] train : trains) {
            if (train.length > 0) {
                first = Math.min(first, train[0]);
                last = Math.max(last, train[train.length - 1]);
            }
        }
        for (TimeSeries series : session.series()) {
            first = Math.min(first, series.seconds()[0]);
            last = Math.max(last, series.seconds()[series.seconds().length - 1]);
        }
        for (Epoch epoch : session.epochs()) {
            if (epoch.stretches() > 0) {
                first = Math.min(first, epoch.starts()[0]);
                last = Math.max(last, Math.nextDown(epoch.ends()[epoch.stretches() - 1]));
            }
        }
        if (last < first) {
            throw InputException.of("the chosen units have no spike at all, expected at least one.");
        }
        long start = nanoseconds(first);
        // up to the whole sample that holds the last event
        long sample = step * period;
        long end = start + ((nanoseconds(last) - start) / sample + 1) * sample;
        return inSteps(new long[] {start}, new long[] {end});
    }

    private Stretches inSteps(Epoch epoch) {
        return inSteps(
                Arrays.stream(epoch.starts())
                        .mapToLong(SessionRecording::nanoseconds)
                        .toArray(),
                Arrays.stream(epoch.ends())
                        .mapToLong(SessionRecording::nanoseconds)
                        .toArray());
    }

    /** Stretches shorter than a sample of the series are left out. */
    private Stretches inSteps(long[] starts, long[] ends) {
        long[] from = new long[starts.length];
        long[] to = new long[starts.length];
        int[] firstSteps = new int[starts.length + 1];
        long steps = 0;
        int count = 0;
        for (int k = 0; k < starts.length; k++) {
            long samples = (ends[k] - starts[k]) / step / period;
            if (samples > 0) {
                from[count] = starts[k];
                to[count] = starts[k] + samples * period * step;
                firstSteps[count++] = (int) steps;
                steps += samples * period;
                if (steps >= Integer.MAX_VALUE) {
                    throw InputException.of(
                            "%s is more than %d steps of %s ms long, expected less; take a longer step or an epoch.",
                            epochName(), Integer.MAX_VALUE, stepMs());
                }
            }
        }
        if (count == 0) {
            throw InputException.of(
                    "%s has %d stretches of time, none as long as %s ms, expected at least one; take another epoch or a"
                            + " shorter step.",
                    epochName(), starts.length, stepMs() * period);
        }
        firstSteps[count] = (int) steps;
        return new Stretches(
                Arrays.copyOf(from, count), Arrays.copyOf(to, count), Arrays.copyOf(firstSteps, count + 1));
    }

    private int[] steps(double[] train, Stretches stretches) {
        int[] steps = new int[train.length];
        int count = 0;
        int at = 0;
        for (double seconds : train) {
            long time = nanoseconds(seconds);
            while (at < stretches.ends.length && stretches.ends[at] <= time) {
                at++;
            }
            if (at == stretches.ends.length) {
                break;
            }
            if (time >= stretches.starts[at]) {
                steps[count++] = stretches.firstSteps[at] + (int) ((time - stretches.starts[at]) / step);
            }
        }
        return Arrays.copyOf(steps, count);
    }

    private Recording build(List<Unit> units, List<int[]> steps, Stretches stretches) {
        int count = stretches.starts.length;
        Recording.Builder builder = Recording.builder(units.size(), stretches.firstSteps[count], stepMs());
        List<Segment> segments = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            segments.add(new Segment(stretches.firstSteps[k], stretches.firstSteps[k + 1]));
        }
        builder.segments(segments);
        // a step and a neuron in one number, so that spikes of one step come in the order of neurons
        long[] events = new long
                [Math.toIntExact(steps.stream().mapToLong(train -> train.length).sum())];
        int filled = 0;
        for (int neuron = 0; neuron < steps.size(); neuron++) {
            for (int time : steps.get(neuron)) {
                events[filled++] = (long) time << Character.SIZE | neuron;
            }
        }
        Arrays.sort(events);
        for (long event : events) {
            builder.add((int) (event >> Character.SIZE), (char) event);
        }
        for (TimeSeries series : session.series()) {
            double[] values = series.at(middles(stretches));
            builder.covariate(
                    series.isAngle()
                            ? new Covariate.Circular(series.name(), period, values)
                            : new Covariate.Scalar(series.name(), series.unit(), period, values));
        }
        Recording recording = builder.cells(
                        units.stream().map(SessionRecording::cell).toList())
                .build();
        return session.headDirection().isPresent() && isKnownSomewhere(recording)
                ? TuningCurve.withPreferences(recording, TuningCurve.Options.paper())
                : recording;
    }

    private static boolean isKnownSomewhere(Recording recording) {
        return Arrays.stream(recording.angle().orElseThrow().radians()).anyMatch(angle -> !Double.isNaN(angle));
    }

    private double[] middles(Stretches stretches) {
        double[] middles = new double[stretches.firstSteps[stretches.starts.length] / period];
        int filled = 0;
        long sample = step * period;
        for (int k = 0; k < stretches.starts.length; k++) {
            for (long start = stretches.starts[k]; start < stretches.ends[k]; start += sample) {
                middles[filled++] = (start + sample / 2.0) / NANOSECONDS;
            }
        }
        return middles;
    }

    private static Cell cell(Unit unit) {
        return Cell.of(unit.id())
                .inRegion(unit.fact(Unit.REGION))
                .ofType(unit.fact(Unit.TYPE))
                .at(unit.positionUm());
    }
}
