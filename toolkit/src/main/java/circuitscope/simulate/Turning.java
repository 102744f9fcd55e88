package circuitscope.simulate;

import circuitscope.network.Drive;
import circuitscope.network.Network;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.RingShift;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/**
 * How an angle turns the weights of a ring: at each step neuron i has the incoming weights, and so the input, of its stand-in
 * i + k. Inputs can so be kept as if nothing turned.
 */
final class Turning {
    static final String THETA = "theta";

    private final int neurons;
    /** Steps for which k is held. */
    private final int period;
    /** Shape (samples); null if nothing turns. */
    private final int[] shifts;
    /** In rad, shape (samples). */
    private final double[] theta;

    private int shift;

    /**
     * @param network the network
     * @param steps number of steps of a simulation or recording of it
     */
    Turning(Network network, int steps) {
        neurons = network.neurons();
        if (network.drive() instanceof Drive.Rotation rotation) {
            period = (int) Math.max(1, Math.round(Drive.Rotation.HOLD_MS / network.dtMs()));
            theta = rotation.theta().sample((steps - 1) / period + 1, period * network.dtMs());
            shifts = Arrays.stream(theta)
                    .mapToInt(angle -> RingShift.of(angle, neurons, rotation.gain()))
                    .toArray();
        } else {
            period = Integer.MAX_VALUE;
            theta = null;
            shifts = null;
        }
    }

    void moveTo(int step) {
        if (shifts != null) {
            shift = shifts[step / period];
        }
    }

    /** {@return the stand-in of a neuron} */
    int standIn(int neuron) {
        int turned = neuron + shift;
        return turned < neurons ? turned : turned - neurons;
    }

    /** {@return the neuron of a stand-in} */
    int neuron(int standIn) {
        int turned = standIn - shift;
        return turned < 0 ? turned + neurons : turned;
    }

    /** Sorted stand-ins become sorted neurons: those below k come last. */
    void toNeurons(int[] standIns, int count) {
        if (shift == 0 || count == 0) {
            return;
        }
        int below = 0;
        while (below < count && standIns[below] < shift) {
            below++;
        }
        int[] turned = new int[count];
        for (int m = 0; m < count; m++) {
            turned[m] = neuron(standIns[(m + below) % count]);
        }
        System.arraycopy(turned, 0, standIns, 0, count);
    }

    /** {@return theta as it was held, for a recording of so many steps} */
    Optional<Covariate> covariate(int steps) {
        if (shifts == null) {
            return Optional.empty();
        }
        // samples of a covariate have one length, so an end that is no whole sample makes them shorter
        int length = BigInteger.valueOf(steps).gcd(BigInteger.valueOf(period)).intValueExact();
        double[] radians = new double[steps / length];
        Arrays.setAll(radians, k -> theta[(int) ((long) k * length / period)]);
        return Optional.of(new Covariate.Circular(THETA, length, radians));
    }
}
