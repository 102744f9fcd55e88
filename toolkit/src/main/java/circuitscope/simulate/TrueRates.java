package circuitscope.simulate;

import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;

/**
 * The rates that generated a simulated recording: the network's own conditional intensity, given the spikes before each
 * step. Its score is the ceiling of every method.
 */
public final class TrueRates implements RateModel {
    private final RingNetwork network;

    /**
     * @param network the network that generated the spikes
     */
    public TrueRates(RingNetwork network) {
        this.network = network;
    }

    /**
     * @throws circuitscope.InputException if the recording has another number of neurons or another time step than the network
     */
    @Override
    public void visit(Recording recording, Segment stretch, Visitor visitor) {
        NetworkState state = new NetworkState(network, recording, stretch.start());
        TransferFunction transfer = network.spiking().transfer(network.drive());
        double[] rates = new double[network.neurons()];
        for (int step = stretch.start(); step < stretch.end(); step++) {
            state.moveTo(step);
            for (int i = 0; i < rates.length; i++) {
                rates[i] = transfer.rate(state.recurrentInput(i));
            }
            visitor.rates(step, rates);
        }
    }
}
