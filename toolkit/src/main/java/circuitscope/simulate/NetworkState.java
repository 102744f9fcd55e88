package circuitscope.simulate;

import circuitscope.InputException;
import circuitscope.network.Network;
import circuitscope.spikes.Recording;

/**
 * The state of a simulated network at any step, replayed from its spikes: synaptic activations s and recurrent inputs
 * u = r W s as they were before the spikes of this step. Steps are visited in increasing order. Not thread-safe.
 */
public final class NetworkState {
    // activation older than this many time constants is below the last bit
    private static final int MEMORY = 60;

    private final Recording recording;
    private final double decay;
    private final SynapticInput input;
    private final double[] scaledActivation;
    private int nextSpike;
    private int step;

    /**
     * @param simulation how the spikes were generated
     * @param recording its spikes
     * @param firstStep the first step that will be asked for
     * @throws InputException if the recording has another number of neurons or another time step than the network
     */
    public NetworkState(Simulation simulation, Recording recording, int firstStep) {
        Network network = simulation.network();
        if (recording.neurons() != network.neurons() || recording.dtMs() != network.dtMs()) {
            throw InputException.of(
                    "The recording has %d neurons in steps of %s ms, expected %d and %s ms as the network has.",
                    recording.neurons(), recording.dtMs(), network.neurons(), network.dtMs());
        }
        this.recording = recording;
        decay = network.decay();
        double memoryMs = MEMORY * network.synapse().tauMs() + network.synapse().longestLatencyMs();
        step = Math.max(0, firstStep - (int) Math.ceil(memoryMs / network.dtMs()));
        scaledActivation = step == 0 ? simulation.initialActivation() : new double[network.neurons()];
        input = new SynapticInput(network, scaledActivation);
        nextSpike = recording.firstSpikeFrom(step);
    }

    /**
     * Moves the state to the beginning of a step.
     *
     * @param target the step, not before the one given last
     */
    public void moveTo(int target) {
        for (; step < target; step++) {
            input.decay();
            if (input.scale == 1) {
                rescaleActivation();
            }
            for (; nextSpike < recording.spikes() && recording.stepOf(nextSpike) == step; nextSpike++) {
                int neuron = recording.neuronOf(nextSpike);
                input.addSpike(neuron);
                scaledActivation[neuron] += 1 / input.scale;
            }
        }
    }

    private void rescaleActivation() {
        for (int j = 0; j < scaledActivation.length; j++) {
            scaledActivation[j] *= input.lastScale;
        }
    }

    /**
     * @param neuron a neuron
     * @return its recurrent input u at the beginning of the step
     */
    public double recurrentInput(int neuron) {
        return input.of(neuron);
    }

    /**
     * @param neuron a neuron
     * @return its synaptic activation s at the beginning of the step
     */
    public double activation(int neuron) {
        return scaledActivation[neuron] * input.scale;
    }

    /**
     * @param simulation how the spikes were generated
     * @param recording the spikes
     * @param fromSeconds start in s
     * @param toSeconds end in s
     * @param samples number of samples between, evenly spaced
     * @return synaptic activations, shape (N, samples)
     */
    public static double[][] activations(
            Simulation simulation, Recording recording, double fromSeconds, double toSeconds, int samples) {
        int first = (int) Math.round(fromSeconds * 1000 / recording.dtMs());
        int last = (int) Math.round(toSeconds * 1000 / recording.dtMs());
        NetworkState state = new NetworkState(simulation, recording, first);
        double[][] activations = new double[recording.neurons()][samples];
        for (int k = 0; k < samples; k++) {
            state.moveTo(first + (int) ((long) k * (last - first) / samples));
            for (int i = 0; i < recording.neurons(); i++) {
                activations[i][k] = state.activation(i);
            }
        }
        return activations;
    }
}
