package circuitscope.sessions;

import circuitscope.InputException;
import circuitscope.spikes.Recording;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a laboratory keeps of one recording: sorted units with their spikes, time series such as the direction of the head,
 * each with its own clock, and named epochs. All times are in s on the session's one clock. Immutable; {@link Sessions#open}
 * reads it from files, and {@link #recording} makes of it what methods of inference take.
 */
public final class Session {
    private final String name;
    private final List<Unit> units;
    private final List<TimeSeries> series;
    private final List<Epoch> epochs;
    private final Optional<Epoch> span;
    private final double binSeconds;

    private Session(Builder builder) {
        this.name = builder.name;
        this.units = List.copyOf(builder.units);
        this.series = List.copyOf(builder.series);
        this.epochs = List.copyOf(builder.epochs);
        this.span = builder.span;
        this.binSeconds = builder.binSeconds;
    }

    /**
     * What to take of a session.
     *
     * @param units which units: empty for all; else terms with commas between them, as {@link UnitSelection} says
     * @param epoch name of an epoch; empty for the whole session
     * @param stepMs time step in ms, a whole number of ns; 0 for the standard one, which is 1 ms for spike times and the bin
     *     for counts
     */
    public record Options(String units, String epoch, double stepMs) {
        /**
         * @param units which units
         * @param epoch name of an epoch
         * @param stepMs time step in ms
         * @throws InputException if the step is negative or not a whole number of ns
         */
        public Options {
            InputException.requireBetween("Time step in ms", stepMs, 0, 1e6);
            double nanoseconds = stepMs * 1e6;
            if (Math.abs(nanoseconds - Math.rint(nanoseconds)) > 1e-3) {
                throw InputException.of("Time step in ms is %s, expected a whole number of nanoseconds.", stepMs);
            }
        }

        /** {@return all units, the whole session, the standard step} */
        public static Options standard() {
            return new Options("", "", 0);
        }

        /**
         * @param selection terms with commas between them, as {@link UnitSelection} says
         * @return the same with these units
         */
        public Options withUnits(String selection) {
            return new Options(selection, epoch, stepMs);
        }

        /**
         * @param wanted name of an epoch; empty for the whole session
         * @return the same for this epoch
         */
        public Options withEpoch(String wanted) {
            return new Options(units, wanted, stepMs);
        }

        /**
         * @param ms time step in ms
         * @return the same with this step
         */
        public Options withStep(double ms) {
            return new Options(units, epoch, ms);
        }
    }

    /**
     * @param name names the session in messages, such as its path
     * @return a builder
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** {@return its name, such as its path} */
    public String name() {
        return name;
    }

    /** {@return the sorted units, in the order of the file} */
    public List<Unit> units() {
        return units;
    }

    /** {@return what was measured beside the spikes} */
    public List<TimeSeries> series() {
        return series;
    }

    /** {@return the direction of the head, if it is there} */
    public Optional<TimeSeries> headDirection() {
        return series.stream()
                .filter(each -> each.name().equals(TimeSeries.HEAD_DIRECTION))
                .findFirst();
    }

    /** {@return the named parts of the session} */
    public List<Epoch> epochs() {
        return epochs;
    }

    /** {@return when spikes were recorded at all, if the file says so} */
    public Optional<Epoch> span() {
        return span;
    }

    /** {@return the length of a bin in s if spikes are known as counts, whose times are the middles of bins; 0 otherwise} */
    public double binSeconds() {
        return binSeconds;
    }

    /**
     * Names differ between laboratories: capitals and hyphens don't matter, "wake" is also "awake", and "sws", "nrem",
     * "non-rem" and "slow-wave" are one.
     *
     * @param wanted name of an epoch
     * @return the epoch
     * @throws InputException if there is none of this name
     */
    public Epoch epoch(String wanted) {
        return epochs.stream()
                .filter(each -> each.name().equals(wanted))
                .findFirst()
                .or(() -> epochs.stream()
                        .filter(each -> canonical(each.name()).equals(canonical(wanted)))
                        .findFirst())
                .orElseThrow(() -> epochs.isEmpty()
                        ? InputException.of(
                                "%s has no epochs, so there is no '%s'; take the whole session.", name, wanted)
                        : InputException.of(
                                "%s has no epoch '%s', it has %s.",
                                name, wanted, epochs.stream().map(Epoch::name).toList()));
    }

    private static String canonical(String epoch) {
        String letters = epoch.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return switch (letters) {
            case "awake", "waking" -> "wake";
            case "nrem", "nonrem", "slowwave", "slowwavesleep" -> "sws";
            default -> letters;
        };
    }

    /**
     * Spikes in whole steps, ready for methods. The recording counts only the time of the epoch: each of its stretches is a
     * segment, cut down to whole samples of the series, and segments follow one another without the time between them. Steps
     * are counted from the start of a stretch in whole nanoseconds. Every series is a covariate, resampled in the middle of its
     * samples at the highest own rate among them, rounded up to whole steps, and at 10 Hz or more. Without an epoch it is the session's span, or all
     * time from 0 to the last event where the file tells none.
     *
     * @param options units, epoch and step
     * @return the recording, its neurons in the order of the units
     * @throws InputException if there is no such epoch or unit, a unit has no spike in the epoch, spikes lie outside the
     *     session's span, or the time is too long for the step
     */
    public Recording recording(Options options) {
        try {
            return SessionRecording.of(this, options);
        } catch (InputException e) {
            throw e.getMessage().startsWith(name) ? e : InputException.of("%s: %s", name, e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Session %s of %d units, series %s, epochs %s",
                name,
                units.size(),
                series.stream().map(TimeSeries::name).toList(),
                epochs.stream().map(Epoch::name).toList());
    }

    /** Collects the parts of a session. */
    public static final class Builder {
        private final String name;
        private final List<Unit> units = new ArrayList<>();
        private final List<TimeSeries> series = new ArrayList<>();
        private final List<Epoch> epochs = new ArrayList<>();
        private Optional<Epoch> span = Optional.empty();
        private double binSeconds;

        private Builder(String name) {
            this.name = name;
        }

        /**
         * @param more a unit
         * @return this builder
         */
        public Builder unit(Unit more) {
            units.add(more);
            return this;
        }

        /**
         * @param more a series with a name of its own
         * @return this builder
         */
        public Builder series(TimeSeries more) {
            series.add(more);
            return this;
        }

        /**
         * @param more an epoch with a name of its own
         * @return this builder
         */
        public Builder epoch(Epoch more) {
            epochs.add(more);
            return this;
        }

        /**
         * @param recorded when spikes were recorded; none may lie outside
         * @return this builder
         */
        public Builder span(Epoch recorded) {
            span = Optional.of(recorded);
            return this;
        }

        /**
         * @param seconds length of a bin in s if spikes are known as counts; the spikes must lie in the middles of bins
         * @return this builder
         * @throws InputException if it is not above 0
         */
        public Builder bins(double seconds) {
            binSeconds = InputException.requirePositive("Length of a bin in s", seconds);
            return this;
        }

        /**
         * @return the session
         * @throws InputException if there is no unit, or two things have one name
         */
        public Session build() {
            if (units.isEmpty()) {
                throw InputException.of("%s has no unit, expected at least one with spikes.", name);
            }
            requireOwnNames("units", units.stream().map(Unit::id).toList());
            requireOwnNames("series", series.stream().map(TimeSeries::name).toList());
            requireOwnNames("epochs", epochs.stream().map(Epoch::name).toList());
            return new Session(this);
        }

        private void requireOwnNames(String what, List<String> names) {
            Set<String> seen = new HashSet<>();
            for (String each : names) {
                if (!seen.add(each)) {
                    throw InputException.of("%s has two %s named '%s', expected names of their own.", name, what, each);
                }
            }
        }
    }
}
