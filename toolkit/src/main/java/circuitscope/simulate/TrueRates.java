package circuitscope.simulate;

import circuitscope.InputException;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;

/**
 * The rates that generated a simulated recording: the network's own conditional intensity, given the spikes before each
 * step. Its score is the ceiling of every method.
 */
public final class TrueRates implements RateModel {
    // activation older than this many time constants is below the last bit
    private static final int MEMORY = 60;

    private final RingNetwork network;

    /**
     * @param network the network that generated the spikes
     */
    public TrueRates(RingNetwork network) {
        this.network = network;
    }

    /**
     * @throws InputException if the recording has another number of neurons or another time step than the network
     */
    @Override
    public void visit(Recording recording, Segment stretch, Visitor visitor) {
        if (recording.neurons() != network.neurons() || recording.dtMs() != network.dtMs()) {
            throw InputException.of(
                    "The recording has %d neurons in steps of %s ms, expected %d and %s ms as the network has.",
                    recording.neurons(), recording.dtMs(), network.neurons(), network.dtMs());
        }
        SynapticInput input = new SynapticInput(network);
        TransferFunction transfer = network.spiking().transfer(network.drive());
        int memory = (int) Math.ceil(MEMORY * network.tauMs() / network.dtMs());
        int from = Math.max(0, stretch.start() - memory);
        int next = recording.firstSpikeFrom(from);
        double[] rates = new double[network.neurons()];
        for (int step = from; step < stretch.end(); step++) {
            if (step >= stretch.start()) {
                for (int i = 0; i < rates.length; i++) {
                    rates[i] = transfer.rate(input.of(i));
                }
                visitor.rates(step, rates);
            }
            input.decay();
            for (; next < recording.spikes() && recording.stepOf(next) == step; next++) {
                input.addSpike(recording.neuronOf(next));
            }
        }
    }
}
