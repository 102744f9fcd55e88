package circuitscope.simulate;

import circuitscope.InputException;
import circuitscope.network.Network;
import circuitscope.network.SpikeGeneration;
import circuitscope.network.TransferFunction;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;

/**
 * The rates that generated a simulated recording: the network's own conditional intensity, given the spikes before each
 * step. Its score is the ceiling of every method.
 */
public final class TrueRates implements RateModel {
    private final Simulation simulation;
    private final SpikeGeneration.Instantaneous spiking;

    /**
     * @param simulation how the spikes were generated
     * @throws InputException if the rates of this network have no closed form
     */
    public TrueRates(Simulation simulation) {
        this.simulation = simulation;
        if (!(simulation.network().spiking() instanceof SpikeGeneration.Instantaneous instantaneous)) {
            throw InputException.of(
                    "The rates of integrate-and-fire neurons with noise have no closed form, so there is no oracle; take"
                            + " another network.");
        }
        spiking = instantaneous;
    }

    /**
     * @throws InputException if the recording has another number of neurons or another time step than the network
     */
    @Override
    public void visit(Recording recording, int[] steps, Visitor visitor) {
        NetworkState state = new NetworkState(simulation, recording, steps.length == 0 ? 0 : steps[0]);
        Network network = simulation.network();
        TransferFunction transfer = spiking.transfer(network.drive().highest(), network.dtMs());
        Turning turning = new Turning(network, recording.steps());
        double[] rates = new double[network.neurons()];
        for (int step : steps) {
            state.moveTo(step);
            turning.moveTo(step);
            if (!network.drive().isConstant()) {
                transfer = spiking.transfer(network.drive().at(step * network.dtMs()), network.dtMs());
            }
            for (int i = 0; i < rates.length; i++) {
                rates[i] = transfer.rate(state.recurrentInput(turning.standIn(i)));
            }
            visitor.rates(step, rates);
        }
    }
}
