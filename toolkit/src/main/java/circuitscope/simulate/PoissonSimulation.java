package circuitscope.simulate;

import circuitscope.spikes.Recording;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Exact simulation of the LNP model by thinning. Every few steps each neuron gets a bound that its rate can't exceed until
 * the next time: inhibition fades, so the input can come back towards 0 by a known factor, and new spikes only lower it.
 */
final class PoissonSimulation implements RingSimulator.Engine {
    private static final int STEPS_PER_BOUND = 8;

    private final int neurons;
    private final SynapticInput input;
    private final UniformRandomProvider random;
    private final CandidateClock candidates;
    private final double gain;
    private final double margin;
    private final double recovery;
    private int stepsToBounds;

    PoissonSimulation(RingNetwork network, LinearNonlinearPoisson model, UniformRandomProvider random) {
        neurons = network.neurons();
        input = new SynapticInput(network);
        this.random = random;
        candidates = new CandidateClock(neurons, random);
        gain = model.gain();
        margin = network.drive() - model.threshold();
        recovery = StrictMath.pow(network.decay(), STEPS_PER_BOUND);
    }

    @Override
    public void step(int step, Recording.Builder spikes) {
        if (stepsToBounds-- == 0) {
            renewBounds();
        }
        int before = spikes.count();
        candidates.beginStep();
        for (int neuron = candidates.next(); neuron >= 0; neuron = candidates.next()) {
            double rate = gain * (input.of(neuron) + margin);
            if (random.nextDouble() * candidates.bound[neuron] < rate) {
                spikes.add(step, neuron);
            }
        }
        input.decay();
        int after = spikes.count();
        for (int k = before; k < after; k++) {
            input.addSpike(spikes.neuronOf(k));
        }
        if (after > before && input.largestWeight() > 0) {
            // excitation may lift a rate above its bound
            stepsToBounds = 0;
        }
    }

    private void renewBounds() {
        stepsToBounds = STEPS_PER_BOUND - 1;
        for (int i = 0; i < neurons; i++) {
            candidates.bound[i] = gain * Math.max(0, input.highest(i, recovery) + margin);
        }
        candidates.renew();
    }
}
