package circuitscope.simulate;

import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;

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
    public void visit(Recording recording, int[] steps, Visitor visitor) {
        NetworkState state = new NetworkState(network, recording, steps.length == 0 ? 0 : steps[0]);
        TransferFunction transfer = network.spiking().transfer(network.drive());
        double[] rates = new double[network.neurons()];
        for (int step : steps) {
            state.moveTo(step);
            for (int i = 0; i < rates.length; i++) {
                rates[i] = transfer.rate(state.recurrentInput(i));
            }
            visitor.rates(step, rates);
        }
    }
}
