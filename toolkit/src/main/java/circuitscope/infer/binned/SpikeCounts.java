package circuitscope.infer.binned;

import circuitscope.InputException;
import circuitscope.infer.ActiveNeurons;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Spikes counted in bins of one length, kept as the list of those neurons that fire in each bin. No bin crosses the border
 * of a stretch: what is left at its end is dropped. Immutable.
 */
public final class SpikeCounts {
    private final int neurons;
    private final List<Segment> runs;
    private final int[] first;
    private final char[] neuron;
    private final int[] count;

    private SpikeCounts(int neurons, List<Segment> runs, int[] first, char[] neuron, int[] count) {
        this.neurons = neurons;
        this.runs = runs;
        this.first = first;
        this.neuron = neuron;
        this.count = count;
    }

    /**
     * @param recording the spikes
     * @param parts stretches of time, such as those for training
     * @param binMs length of a bin in ms, rounded to whole steps
     * @return the counts
     * @throws InputException if a bin is shorter than a step, or longer than every stretch
     */
    public static SpikeCounts of(Recording recording, List<Segment> parts, double binMs) {
        double exact = binMs / recording.dtMs();
        if (!(exact >= 0.5 && exact <= Integer.MAX_VALUE)) {
            throw InputException.of(
                    "Bin is %s ms or %.3f steps of %s ms, expected 1 to %d steps.",
                    binMs, exact, recording.dtMs(), Integer.MAX_VALUE);
        }
        int width = (int) Math.round(exact);
        List<Segment> runs = new ArrayList<>();
        int bins = 0;
        int most = 0;
        for (Segment part : parts) {
            int length = part.length() / width;
            if (length > 0) {
                runs.add(new Segment(bins, bins + length));
                bins += length;
                most += recording.firstSpikeFrom(part.end()) - recording.firstSpikeFrom(part.start());
            }
        }
        if (runs.isEmpty()) {
            throw InputException.of(
                    "Bin is %s ms, longer than every stretch of time that is to be binned; take shorter bins.", binMs);
        }
        int[] first = new int[bins + 1];
        char[] neuron = new char[most];
        int[] count = new int[most];
        int[] inBin = new int[recording.neurons()];
        int entries = 0;
        int bin = 0;
        for (Segment part : parts) {
            for (int b = 0; b < part.length() / width; b++, bin++) {
                int end = recording.firstSpikeFrom(part.start() + (b + 1) * width);
                for (int k = recording.firstSpikeFrom(part.start() + b * width); k < end; k++) {
                    inBin[recording.neuronOf(k)]++;
                }
                for (int i = 0; i < inBin.length; i++) {
                    if (inBin[i] > 0) {
                        neuron[entries] = (char) i;
                        count[entries++] = inBin[i];
                        inBin[i] = 0;
                    }
                }
                first[bin + 1] = entries;
            }
        }
        return new SpikeCounts(
                recording.neurons(), runs, first, Arrays.copyOf(neuron, entries), Arrays.copyOf(count, entries));
    }

    /** {@return the number of neurons} */
    public int neurons() {
        return neurons;
    }

    /** {@return the number of bins} */
    public int bins() {
        return first.length - 1;
    }

    /** {@return the runs of bins without a gap, in order} */
    public List<Segment> runs() {
        return List.copyOf(runs);
    }

    /**
     * @param bin number of a bin, or of bins to ask for the end of the last
     * @return number of its first entry; an entry is a neuron that fires in a bin
     */
    public int firstEntry(int bin) {
        return first[bin];
    }

    /**
     * @param entry number of an entry
     * @return the neuron
     */
    public int neuronOf(int entry) {
        return neuron[entry];
    }

    /**
     * @param entry number of an entry
     * @return its spikes in the bin, at least 1
     */
    public int countOf(int entry) {
        return count[entry];
    }

    /** {@return the same bins with 1 in place of every larger count} */
    public SpikeCounts binary() {
        int[] ones = new int[count.length];
        Arrays.fill(ones, 1);
        return new SpikeCounts(neurons, runs, first, neuron, ones);
    }

    /** {@return the mean count of each neuron, shape (neurons)} */
    public double[] means() {
        double[] sums = new double[neurons];
        for (int k = 0; k < neuron.length; k++) {
            sums[neuron[k]] += count[k];
        }
        return Arrays.stream(sums).map(sum -> sum / bins()).toArray();
    }

    /** {@return the covariance of the counts over bins, divided by their number, shape (neurons, neurons)} */
    public double[][] covariance() {
        long[][] products = new long[neurons][neurons];
        for (int bin = 0; bin < bins(); bin++) {
            for (int k = first[bin]; k < first[bin + 1]; k++) {
                long[] row = products[neuron[k]];
                for (int m = first[bin]; m <= k; m++) {
                    row[neuron[m]] += (long) count[k] * count[m];
                }
            }
        }
        double[] means = means();
        double[][] covariance = new double[neurons][neurons];
        for (int i = 0; i < neurons; i++) {
            for (int j = 0; j <= i; j++) {
                covariance[i][j] = (double) products[i][j] / bins() - means[i] * means[j];
                covariance[j][i] = covariance[i][j];
            }
        }
        return covariance;
    }

    /**
     * @return these counts
     * @throws InputException if there is only one neuron, or one that never changes its count
     */
    public SpikeCounts requireVariable() {
        int[] least = new int[neurons];
        int[] largest = new int[neurons];
        long[] active = new long[neurons];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (int k = 0; k < neuron.length; k++) {
            int i = neuron[k];
            active[i]++;
            least[i] = Math.min(least[i], count[k]);
            largest[i] = Math.max(largest[i], count[k]);
        }
        ActiveNeurons.require(active);
        for (int i = 0; i < neurons; i++) {
            if (active[i] == bins() && least[i] == largest[i]) {
                throw InputException.of(
                        "Neuron %d has the same count, %d, in all %d bins; take shorter bins, or leave it out.",
                        i, least[i], bins());
            }
        }
        return this;
    }
}
