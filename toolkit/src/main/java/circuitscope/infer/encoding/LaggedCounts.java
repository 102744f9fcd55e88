package circuitscope.infer.encoding;

import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Spike counts in bins, and what may explain them: counts at earlier bins of the same segment, and harmonics of the angle in the
 * middle of the bin. Bins begin with each segment; what is left at its end is dropped.
 */
final class LaggedCounts {
    private final int width;
    private final int groups;
    private final int[] startStep;
    /** Shape (N, bins). */
    private final int[][] counts;
    /** Mean count in each group of lags, shape (N * groups, bins). */
    private final double[][] past;

    private final double[][] angle;

    private LaggedCounts(int width, int groups, int[] startStep, int[][] counts, double[][] past, double[][] angle) {
        this.width = width;
        this.groups = groups;
        this.startStep = startStep;
        this.counts = counts;
        this.past = past;
        this.angle = angle;
    }

    /** Of some whole segments. */
    static LaggedCounts of(
            Recording recording, List<Segment> segments, AngleHarmonics harmonics, double binMs, int groups) {
        SpikeCounts binned = SpikeCounts.of(recording, segments, binMs);
        int width = (int) Math.round(binMs / recording.dtMs());
        int n = recording.neurons();
        int bins = binned.bins();
        int[] start = segments.stream()
                .flatMapToInt(
                        segment -> IntStream.range(0, segment.length() / width).map(b -> segment.start() + b * width))
                .toArray();
        int[] first = new int[bins];
        for (Segment run : binned.runs()) {
            Arrays.fill(first, run.start(), run.end(), run.start());
        }
        int[][] counts = new int[n][bins];
        for (int b = 0; b < bins; b++) {
            for (int k = binned.firstEntry(b); k < binned.firstEntry(b + 1); k++) {
                counts[binned.neuronOf(k)][b] = binned.countOf(k);
            }
        }
        double[][] past = new double[n * groups][bins];
        for (int i = 0; i < n; i++) {
            long[] sums = new long[bins + 1];
            for (int b = 0; b < bins; b++) {
                sums[b + 1] = sums[b] + counts[i][b];
            }
            for (int g = 0; g < groups; g++) {
                int near = (1 << g) - 1;
                int size = 1 << g;
                for (int b = 0; b < bins; b++) {
                    int to = Math.max(first[b], b - near);
                    int from = Math.max(first[b], b - near - size);
                    past[i * groups + g][b] = (double) (sums[to] - sums[from]) / size;
                }
            }
        }
        double[][] angle = new double[harmonics.size()][bins];
        for (int k = 0; k < angle.length; k++) {
            for (int b = 0; b < bins; b++) {
                angle[k][b] = harmonics.at(start[b] + width / 2, k);
            }
        }
        return new LaggedCounts(width, groups, start, counts, past, angle);
    }

    /** What the arrays need, in bytes. */
    static double memory(Recording recording, double binMs, int groups) {
        return 8.0 * recording.neurons() * (groups + 1) * recording.steps() * recording.dtMs() / binMs;
    }

    int bins() {
        return startStep.length;
    }

    /** Number of terms of the angle. */
    int terms() {
        return angle.length;
    }

    int stepsPerBin() {
        return width;
    }

    /** Number of the bin of a step, or of the last one before it in its segment. */
    int binOf(int step) {
        int found = Arrays.binarySearch(startStep, step);
        return found >= 0 ? found : Math.max(0, -found - 2);
    }

    /** Bins that lie in some stretches as a whole, in order. */
    int[] inside(List<Segment> parts) {
        return parts.stream()
                .flatMapToInt(part -> IntStream.range(firstFrom(part.start()), firstFrom(part.end()))
                        .filter(b -> startStep[b] + width <= part.end()))
                .toArray();
    }

    private int firstFrom(int step) {
        int found = Arrays.binarySearch(startStep, step);
        return found >= 0 ? found : -found - 1;
    }

    int[] counts(int neuron, int[] which) {
        return Arrays.stream(which).map(b -> counts[neuron][b]).toArray();
    }

    /** Columns of a neuron's regression at some bins: 1, the angle, its own past, that of the others in their order. */
    double[][] columns(int neuron, EncodingOptions options, int[] which) {
        return columnsOf(neuron, options)
                .map(column -> column == null
                        ? ones(which.length)
                        : Arrays.stream(which).mapToDouble(b -> column[b]).toArray())
                .toArray(double[][]::new);
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private Stream<double[]> columnsOf(int neuron, EncodingOptions options) {
        Stream.Builder<double[]> columns = Stream.builder();
        columns.add(null);
        Arrays.stream(angle).forEach(columns::add);
        for (int j = 0; j < counts.length; j++) {
            int i = inOrder(j, neuron);
            if (i == neuron ? options.history() : options.coupling()) {
                for (int g = 0; g < groups; g++) {
                    columns.add(past[i * groups + g]);
                }
            }
        }
        return columns.build();
    }

    /** Number j of the neurons whose past counts: a neuron's own comes first. */
    private static int inOrder(int j, int neuron) {
        return j == 0 ? neuron : j <= neuron ? j - 1 : j;
    }

    /** Log of the expected count in a bin for given coefficients of {@link #columns}. */
    double logRate(int neuron, EncodingOptions options, double[] coefficients, int bin) {
        int k = 0;
        double log = coefficients[k++];
        for (double[] column : angle) {
            log += coefficients[k++] * column[bin];
        }
        for (int j = 0; j < counts.length; j++) {
            int i = inOrder(j, neuron);
            if (i == neuron ? options.history() : options.coupling()) {
                for (int g = 0; g < groups; g++) {
                    log += coefficients[k++] * past[i * groups + g][bin];
                }
            }
        }
        return log;
    }
}
