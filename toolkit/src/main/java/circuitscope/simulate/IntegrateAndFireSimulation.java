package circuitscope.simulate;

import circuitscope.network.LeakyIntegrateAndFire;
import circuitscope.network.Network;
import circuitscope.spikes.Recording;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Leaky integrate-and-fire neurons, step by step: the membrane follows its input exactly over a step in which the input is
 * constant (an Ornstein-Uhlenbeck process), and the threshold is looked at after each step.
 */
final class IntegrateAndFireSimulation implements Simulation.Engine {
    private final Network network;
    private final LeakyIntegrateAndFire membrane;
    private final SynapticInput input;
    private final Turning turning;
    private final ContinuousSampler normal;
    private final double keep;
    private final double kick;
    private final int refractorySteps;
    private final double[] potential;
    private final int[] silentUntil;
    private final int[] spiked;

    IntegrateAndFireSimulation(
            Network network,
            LeakyIntegrateAndFire membrane,
            SynapticInput input,
            Turning turning,
            UniformRandomProvider random) {
        this.network = network;
        this.membrane = membrane;
        this.input = input;
        this.turning = turning;
        normal = ZigguratSampler.NormalizedGaussian.of(random);
        keep = StrictMath.exp(-network.dtMs() / membrane.tauMs());
        kick = membrane.noise() * StrictMath.sqrt(1 - keep * keep);
        refractorySteps = (int) Math.round(membrane.refractoryMs() / network.dtMs());
        int n = network.neurons();
        potential = new double[n];
        silentUntil = new int[n];
        spiked = new int[n];
        for (int i = 0; i < n; i++) {
            potential[i] = random.nextDouble() * membrane.threshold();
        }
    }

    @Override
    public void step(int step, Recording.Builder spikes) {
        double drive = network.drive().at(step * network.dtMs());
        turning.moveTo(step);
        int count = 0;
        for (int i = 0; i < potential.length; i++) {
            if (step < silentUntil[i]) {
                continue;
            }
            double level = drive + input.of(turning.standIn(i));
            potential[i] = level + (potential[i] - level) * keep + kick * normal.sample();
            if (potential[i] >= membrane.threshold()) {
                spikes.add(step, i);
                potential[i] = membrane.reset();
                silentUntil[i] = step + 1 + refractorySteps;
                spiked[count++] = i;
            }
        }
        input.decay();
        for (int k = 0; k < count; k++) {
            input.addSpike(spiked[k]);
        }
    }
}
