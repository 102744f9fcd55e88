package circuitscope.spikes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What a look at one unit's spikes says of its sorting (metrics as in Hill et al. 2011): before wiring is read from them.
 *
 * @param label its name
 * @param rateHz mean rate in Hz
 * @param refractoryViolations share of intervals below 2 ms, 0 to 1; NaN if steps are longer than 1 ms, or there is no interval
 * @param presence share of the recording's minutes in which it fires, 0 to 1
 * @param twin name of the unit with which it fires most often within 0.5 ms
 * @param twinShare share of its spikes for which this is so, less what their rates explain; NaN if steps are longer than 0.5 ms
 */
public record UnitQuality(
        String label, double rateHz, double refractoryViolations, double presence, String twin, double twinShare) {
    private static final double REFRACTORY_MS = 2;
    private static final double TWIN_MS = 0.5;
    private static final double FEW_HZ = 0.1;
    private static final double MANY_VIOLATIONS = 0.01;
    private static final double ABSENT = 0.8;
    private static final double TWINS = 0.2;

    /**
     * @param recording spikes of sorted units
     * @return one for each unit, in order
     */
    public static List<UnitQuality> of(Recording recording) {
        List<UnitQuality> found = new ArrayList<>();
        double[][] together = twins(recording);
        for (int i = 0; i < recording.neurons(); i++) {
            int unit = i;
            int[] train = recording.spikeTrain(i);
            double rate = train.length / recording.recordedSeconds();
            int twin = IntStream.range(0, recording.neurons())
                    .filter(j -> j != unit)
                    .boxed()
                    .max((a, b) -> Double.compare(together[unit][a], together[unit][b]))
                    .orElse(unit);
            found.add(new UnitQuality(
                    label(recording, i),
                    rate,
                    violations(recording, train),
                    presence(recording, train),
                    label(recording, twin),
                    twin == unit ? 0 : together[unit][twin]));
        }
        return List.copyOf(found);
    }

    private static String label(Recording recording, int unit) {
        return recording.cells().isEmpty()
                ? String.valueOf(unit)
                : recording.cells().get(unit).label();
    }

    private static double violations(Recording recording, int[] train) {
        if (recording.dtMs() > REFRACTORY_MS / 2 || train.length < 2) {
            return Double.NaN;
        }
        long below = IntStream.range(1, train.length)
                .filter(k -> (train[k] - train[k - 1]) * recording.dtMs() < REFRACTORY_MS)
                .count();
        return (double) below / (train.length - 1);
    }

    private static double presence(Recording recording, int[] train) {
        int minute = (int) Math.max(1, Math.round(60_000 / recording.dtMs()));
        int minutes = Math.max(1, recording.steps() / minute);
        return (double) IntStream.of(train)
                        .map(step -> Math.min(minutes - 1, step / minute))
                        .distinct()
                        .count()
                / minutes;
    }

    /** Share of the spikes of unit i that have one of unit j within the window, less the expected share; shape (N, N). */
    private static double[][] twins(Recording recording) {
        int n = recording.neurons();
        double[][] share = new double[n][n];
        int window = (int) Math.floor(TWIN_MS / recording.dtMs() + 1e-9);
        long[] counts = recording.spikeCounts(recording.segments());
        if (window < 1) {
            for (double[] row : share) {
                Arrays.fill(row, Double.NaN);
            }
            return share;
        }
        for (int k = 0; k < recording.spikes(); k++) {
            int i = recording.neuronOf(k);
            boolean[] near = new boolean[n];
            for (int other = recording.firstSpikeFrom(Math.max(0, recording.stepOf(k) - window));
                    other < recording.spikes() && recording.stepOf(other) <= recording.stepOf(k) + window;
                    other++) {
                near[recording.neuronOf(other)] = true;
            }
            for (int j = 0; j < n; j++) {
                share[i][j] += near[j] && j != i ? 1 : 0;
            }
        }
        double width = (2 * window + 1) * recording.dtMs() / 1000;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double expected = 1 - Math.exp(-counts[j] / recording.recordedSeconds() * width);
                share[i][j] = counts[i] == 0 || i == j ? 0 : share[i][j] / counts[i] - expected;
            }
        }
        return share;
    }

    /** {@return what is odd about this unit, a sentence each; empty if nothing is} */
    public List<String> warnings() {
        List<String> odd = new ArrayList<>();
        if (rateHz < FEW_HZ) {
            odd.add(String.format(
                    Locale.ROOT, "Unit %s fires at %.3f Hz: too seldom for its couplings to be seen.", label, rateHz));
        }
        if (refractoryViolations > MANY_VIOLATIONS) {
            odd.add(String.format(
                    Locale.ROOT,
                    "Unit %s: %.1f %% of its intervals are below %s ms, so it holds spikes of more than one cell.",
                    label,
                    100 * refractoryViolations,
                    REFRACTORY_MS));
        }
        if (presence < ABSENT) {
            odd.add(String.format(
                    Locale.ROOT,
                    "Unit %s fires in %.0f %% of the minutes only: it may have drifted away.",
                    label,
                    100 * presence));
        }
        if (twinShare > TWINS) {
            odd.add(String.format(
                    Locale.ROOT,
                    "Unit %s fires within %s ms of unit %s in %.0f %% of its spikes: one cell may have been sorted twice.",
                    label,
                    TWIN_MS,
                    twin,
                    100 * twinShare));
        }
        return odd;
    }
}
