package circuitscope.infer.binned;

import circuitscope.Progress;
import circuitscope.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The patterns of active neurons in a recording, x in {0, 1}^N, each once with the number of bins that show it. Order in
 * time is lost. Immutable.
 */
public final class ActivityPatterns {
    /** Patterns of one piece of work; fixed, so that sums do not depend on the number of threads. */
    private static final int PIECE = 4096;

    private final int neurons;
    private final long bins;
    private final int[][] active;
    private final int[] multiplicity;

    private final Workers workers;

    private ActivityPatterns(int neurons, long bins, int[][] active, int[] multiplicity, Workers workers) {
        this.neurons = neurons;
        this.bins = bins;
        this.active = active;
        this.multiplicity = multiplicity;
        this.workers = workers.silently();
    }

    /**
     * What a method does with one pattern.
     *
     * <p>Shapes: state (neurons), input (neurons), response (neurons).
     */
    @FunctionalInterface
    public interface Response {
        /**
         * @param state x, 1 for the active neurons and 0 for the others
         * @param input sum over j of weights[i][j] x[j] for every neuron i
         * @param response to be filled: the derivative of the value by the input of every neuron
         * @return the value of this pattern
         */
        double of(double[] state, double[] input, double[] response);
    }

    /**
     * Means over all bins.
     *
     * @param value mean value of the patterns
     * @param response mean response of each neuron i, shape (neurons)
     * @param product mean of response[i] x[j], the derivative of the value by weights[i][j], shape (neurons, neurons)
     */
    public record Means(double value, double[] response, double[][] product) {}

    /**
     * @param counts binned spikes; a bin with one spike or more is active
     * @param workers who pass over the patterns
     * @return its patterns
     */
    public static ActivityPatterns of(SpikeCounts counts, Workers workers) {
        Map<BitSet, Integer> seen = new LinkedHashMap<>();
        for (int bin = 0; bin < counts.bins(); bin++) {
            BitSet pattern = new BitSet(counts.neurons());
            for (int k = counts.firstEntry(bin); k < counts.firstEntry(bin + 1); k++) {
                pattern.set(counts.neuronOf(k));
            }
            seen.merge(pattern, 1, Integer::sum);
        }
        int[][] active = seen.keySet().stream()
                .map(pattern -> pattern.stream().toArray())
                .toArray(int[][]::new);
        int[] multiplicity = seen.values().stream().mapToInt(Integer::intValue).toArray();
        return new ActivityPatterns(counts.neurons(), counts.bins(), active, multiplicity, workers);
    }

    /** {@return who pass over the patterns} */
    public Workers workers() {
        return workers;
    }

    /** {@return the number of neurons} */
    public int neurons() {
        return neurons;
    }

    /** {@return the number of bins} */
    public long bins() {
        return bins;
    }

    /** {@return the number of different patterns} */
    public int size() {
        return active.length;
    }

    /**
     * @param k number of a pattern, from 0
     * @return its active neurons, in order
     */
    public int[] active(int k) {
        return active[k].clone();
    }

    /**
     * @param k number of a pattern, from 0
     * @return the number of bins that show it
     */
    public int multiplicity(int k) {
        return multiplicity[k];
    }

    /**
     * @param most largest number of patterns to keep
     * @return these patterns, or an evenly spaced part of them
     */
    public ActivityPatterns thinned(int most) {
        if (active.length <= most) {
            return this;
        }
        int[][] kept = new int[most][];
        int[] times = new int[most];
        long sum = 0;
        for (int k = 0; k < most; k++) {
            int from = (int) ((long) k * active.length / most);
            kept[k] = active[from];
            times[k] = multiplicity[from];
            sum += times[k];
        }
        return new ActivityPatterns(neurons, sum, kept, times, workers);
    }

    /**
     * Shows every pattern to a method, by all workers. The result has the same bits however many there are.
     *
     * @param weights weight[i][j] from neuron j to neuron i, shape (neurons, neurons)
     * @param response what is done with a pattern; called from several threads
     * @param stage what is being done, a few words
     * @return the means over all bins
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Means pass(double[][] weights, Response response, String stage) {
        double[][] fromNeuron = new double[neurons][neurons];
        for (int i = 0; i < neurons; i++) {
            for (int j = 0; j < neurons; j++) {
                fromNeuron[j][i] = weights[i][j];
            }
        }
        List<Integer> pieces = new ArrayList<>();
        for (int start = 0; start < active.length; start += PIECE) {
            pieces.add(start);
        }
        List<Sums> sums = workers.map(pieces, stage, start -> piece(start, fromNeuron, response, stage));
        double value = 0;
        double[] total = new double[neurons];
        double[][] product = new double[neurons][neurons];
        for (Sums part : sums) {
            value += part.value / bins;
            for (int j = 0; j < neurons; j++) {
                total[j] += part.response[j] / bins;
                double[] row = part.product[j];
                for (int i = 0; i < neurons; i++) {
                    product[i][j] += row[i] / bins;
                }
            }
        }
        return new Means(value, total, product);
    }

    /** Sums over some patterns; product[j][i] has the presynaptic neuron first, so that rows are added as a whole. */
    private static final class Sums {
        private double value;
        private final double[] response;
        private final double[][] product;

        private Sums(int neurons) {
            response = new double[neurons];
            product = new double[neurons][neurons];
        }
    }

    private Sums piece(int start, double[][] fromNeuron, Response method, String stage) {
        Sums sums = new Sums(neurons);
        double[] state = new double[neurons];
        double[] input = new double[neurons];
        double[] response = new double[neurons];
        for (int k = start; k < Math.min(active.length, start + PIECE); k++) {
            if (k % 512 == 0) {
                Progress.stopIfInterrupted(stage);
            }
            Arrays.fill(input, 0);
            for (int j : active[k]) {
                state[j] = 1;
                addTo(input, fromNeuron[j]);
            }
            sums.value += multiplicity[k] * method.of(state, input, response);
            for (int i = 0; i < neurons; i++) {
                response[i] *= multiplicity[k];
            }
            addTo(sums.response, response);
            for (int j : active[k]) {
                state[j] = 0;
                addTo(sums.product[j], response);
            }
        }
        return sums;
    }

    private static void addTo(double[] sum, double[] term) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += term[i];
        }
    }
}
