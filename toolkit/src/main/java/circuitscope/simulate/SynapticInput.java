package circuitscope.simulate;

/**
 * The recurrent input u = r W s of every neuron, kept up to date spike by spike: u decays with s, and a spike of neuron j
 * adds the column r W[:, j]. The decay of a step is a single multiplication, because u is stored as {@code scaled *
 * scale}.
 */
final class SynapticInput {
    private final int neurons;
    private final double decay;
    // r W around the ring, twice, so that every column is one contiguous run
    private final double[] column;
    private final double largestWeight;
    private final double[] shifted;
    final double[] scaled;
    double scale = 1;
    // the scale that was taken into the values when it was last set back to 1
    double lastScale = 1;

    SynapticInput(RingNetwork network) {
        neurons = network.neurons();
        decay = network.decay();
        double[] around = network.profileAroundRing();
        column = new double[2 * neurons];
        double largest = 0;
        for (int d = 0; d < 2 * neurons; d++) {
            column[d] = network.strength() * around[d % neurons];
            largest = Math.max(largest, column[d]);
        }
        largestWeight = largest;
        scaled = new double[neurons];
        shifted = new double[neurons];
    }

    /** The largest positive entry of r W, or 0. */
    double largestWeight() {
        return largestWeight;
    }

    double of(int neuron) {
        return scaled[neuron] * scale;
    }

    void addSpike(int presynaptic) {
        double amount = 1 / scale;
        // copied first: a loop over arrays that might overlap at a shift would not be compiled to vector instructions
        System.arraycopy(column, neurons - presynaptic, shifted, 0, neurons);
        for (int i = 0; i < neurons; i++) {
            scaled[i] += shifted[i] * amount;
        }
    }

    void decay() {
        scale *= decay;
        if (scale < 1e-150) {
            for (int i = 0; i < neurons; i++) {
                scaled[i] *= scale;
            }
            lastScale = scale;
            scale = 1;
        }
    }

    /** The highest input that a neuron can reach without new spikes, until it has decayed by a factor. */
    double highest(int neuron, double decayed) {
        double now = scaled[neuron] * scale;
        return now < 0 ? now * decayed : now;
    }

    double largestScaled() {
        double largest = Double.NEGATIVE_INFINITY;
        for (double value : scaled) {
            largest = Math.max(largest, value);
        }
        return largest;
    }
}
