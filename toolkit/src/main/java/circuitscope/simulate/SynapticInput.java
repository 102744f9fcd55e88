package circuitscope.simulate;

import circuitscope.network.Network;
import circuitscope.network.wiring.Ring;
import java.util.Arrays;

/**
 * The recurrent input u = r W s of every neuron, kept up to date spike by spike: u decays with s, and a spike of neuron j
 * adds the column r W[:, j], at once or, with latencies, as it arrives. The decay of a step is a single multiplication,
 * because u is stored as {@code scaled * scale}.
 */
final class SynapticInput {
    private final int neurons;
    private final double decay;
    // r W around a ring, twice, so that every column is one contiguous run; null for other wirings
    private final double[] around;
    // r W[:, j] of each j; null for a ring
    private final double[][] columns;
    private final double largestWeight;
    private final double[] shifted;
    // what arrives in the coming steps, in a circle of steps; null without latencies
    private final double[][] pending;
    private final boolean[] busy;
    // in steps, [j][i]
    private final int[][] delay;
    private int now;
    final double[] scaled;
    double scale = 1;
    // the scale that was taken into the values when it was last set back to 1
    double lastScale = 1;

    /**
     * @param network the network
     * @param activation synaptic activations at the beginning, shape (N)
     */
    SynapticInput(Network network, double... activation) {
        neurons = network.neurons();
        decay = network.decay();
        shifted = new double[neurons];
        scaled = new double[neurons];
        double r = network.strength();
        if (network.wiring() instanceof Ring ring) {
            double[] once = ring.weightByOffset();
            around = new double[2 * neurons];
            Arrays.setAll(around, d -> r * once[d % neurons]);
            columns = null;
            largestWeight = Math.max(0, Arrays.stream(around).max().orElseThrow());
        } else {
            double[][] weights = network.weights();
            columns = new double[neurons][neurons];
            double largest = 0;
            for (int i = 0; i < neurons; i++) {
                for (int j = 0; j < neurons; j++) {
                    columns[j][i] = r * weights[i][j];
                    largest = Math.max(largest, columns[j][i]);
                }
            }
            around = null;
            largestWeight = largest;
        }
        for (int j = 0; j < neurons; j++) {
            double[] column = column(j);
            for (int i = 0; i < neurons; i++) {
                scaled[i] += column[i] * activation[j];
            }
        }
        delay = network.synapse()
                .latenciesMs(neurons)
                .map(latencies -> steps(latencies, network.dtMs()))
                .orElse(null);
        int slots = delay == null
                ? 0
                : 1 + Arrays.stream(delay).flatMapToInt(Arrays::stream).max().orElseThrow();
        pending = delay == null ? null : new double[slots][neurons];
        busy = new boolean[slots];
    }

    private static int[][] steps(double[][] latencies, double dtMs) {
        int n = latencies.length;
        int[][] steps = new int[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                steps[j][i] = (int) Math.round(latencies[i][j] / dtMs);
            }
        }
        return steps;
    }

    /** The column r W[:, j]; valid until the next call. */
    private double[] column(int presynaptic) {
        if (around == null) {
            return columns[presynaptic];
        }
        // copied: a loop over arrays that might overlap at a shift would not be compiled to vector instructions
        System.arraycopy(around, neurons - presynaptic, shifted, 0, neurons);
        return shifted;
    }

    /** The largest positive entry of r W, or 0. */
    double largestWeight() {
        return largestWeight;
    }

    double of(int neuron) {
        return scaled[neuron] * scale;
    }

    /** A spike of the step that {@link #decay} has just ended. */
    void addSpike(int presynaptic) {
        double[] column = column(presynaptic);
        if (pending == null) {
            double amount = 1 / scale;
            for (int i = 0; i < neurons; i++) {
                scaled[i] += column[i] * amount;
            }
            return;
        }
        int[] steps = delay[presynaptic];
        for (int i = 0; i < neurons; i++) {
            if (column[i] == 0) {
                continue;
            }
            if (steps[i] == 0) {
                scaled[i] += column[i] / scale;
            } else {
                int slot = (now + steps[i]) % busy.length;
                pending[slot][i] += column[i];
                busy[slot] = true;
            }
        }
    }

    /** Ends a step; true if earlier spikes arrive for the next one. */
    boolean decay() {
        scale *= decay;
        if (scale < 1e-150) {
            for (int i = 0; i < neurons; i++) {
                scaled[i] *= scale;
            }
            lastScale = scale;
            scale = 1;
        }
        if (pending == null) {
            return false;
        }
        now = (now + 1) % busy.length;
        boolean arrives = busy[now];
        if (arrives) {
            for (int i = 0; i < neurons; i++) {
                scaled[i] += pending[now][i] / scale;
                pending[now][i] = 0;
            }
            busy[now] = false;
        }
        return arrives;
    }

    /** The highest input that a neuron can reach without new spikes, until it has decayed by a factor. */
    double highest(int neuron, double decayed) {
        double present = scaled[neuron] * scale;
        return present < 0 ? present * decayed : present;
    }

    double largestScaled() {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : scaled) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
