package circuitscope.simulate;

import circuitscope.network.Network;
import circuitscope.network.SpikeGeneration;
import circuitscope.network.TransferFunction;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Exact simulation of Poisson spikes with a rate that never falls with the input, by thinning. Every few steps each neuron gets a bound that its rate can't exceed until
 * the next time: inhibition fades, so the input can come back towards 0 by a known factor, and new spikes only lower it.
 */
final class PoissonSimulation implements Simulation.Engine {
    private static final int STEPS_PER_BOUND = 8;

    private final int neurons;
    private final SynapticInput input;
    private final UniformRandomProvider random;
    private final CandidateClock candidates;
    private final Network network;
    private final SpikeGeneration.Instantaneous model;
    /** At the drive of the present step, and at its highest. */
    private final Turning turning;
    /** Those that spike in a step, as often as they do. */
    private int[] spiked = new int[16];

    private TransferFunction transfer;

    private final TransferFunction atHighestDrive;
    private final double recovery;
    private int stepsToBounds;

    PoissonSimulation(
            Network network,
            SpikeGeneration.Instantaneous model,
            SynapticInput input,
            Turning turning,
            UniformRandomProvider random) {
        this.network = network;
        this.model = model;
        neurons = network.neurons();
        this.input = input;
        this.turning = turning;
        this.random = random;
        candidates = new CandidateClock(neurons, random);
        atHighestDrive = model.transfer(network.drive().highest(), network.dtMs());
        transfer = atHighestDrive;
        recovery = StrictMath.pow(network.decay(), STEPS_PER_BOUND);
    }

    @Override
    public void step(int step, Recording.Builder spikes) {
        if (stepsToBounds-- == 0) {
            renewBounds();
        }
        if (!network.drive().isConstant()) {
            transfer = model.transfer(network.drive().at(step * network.dtMs()), network.dtMs());
        }
        int count = 0;
        candidates.beginStep();
        for (int neuron = candidates.next(); neuron >= 0; neuron = candidates.next()) {
            if (random.nextDouble() * candidates.bound[neuron] < transfer.rate(input.of(neuron))) {
                if (count == spiked.length) {
                    spiked = Arrays.copyOf(spiked, 2 * count);
                }
                spiked[count++] = neuron;
            }
        }
        turning.moveTo(step);
        turning.toNeurons(spiked, count);
        boolean arrived = input.decay();
        for (int k = 0; k < count; k++) {
            spikes.add(step, spiked[k]);
            input.addSpike(spiked[k]);
        }
        if ((arrived || count > 0) && input.largestWeight() > 0) {
            // excitation may lift a rate above its bound
            stepsToBounds = 0;
        }
    }

    private void renewBounds() {
        stepsToBounds = STEPS_PER_BOUND - 1;
        for (int i = 0; i < neurons; i++) {
            candidates.bound[i] = atHighestDrive.rate(input.highest(i, recovery));
        }
        candidates.renew();
    }
}
