package circuitscope.simulate;

import circuitscope.network.Network;
import circuitscope.network.NormalTail;
import circuitscope.network.ThresholdCrossing;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Exact simulation of the threshold-crossing model that draws noise only where it is present: it walks over (step, neuron)
 * with geometric skips, and a neuron with noise spikes with probability Q((g_th - b - u) / (noise b)). A neuron without
 * noise spikes where u + b > g_th, which an upper bound of u rules out for most steps at once.
 */
final class ThresholdSimulation implements Simulation.Engine {
    private final int neurons;
    private final SynapticInput input;
    private final UniformRandomProvider random;
    private final GeometricSkips skips;
    private final Network network;
    private final ThresholdCrossing model;
    private final Turning turning;
    private double margin;
    private double perDeviation;
    private final int[] noisy;
    private final int[] spiked;
    private int nextNoisy;
    private double bound;

    ThresholdSimulation(
            Network network,
            ThresholdCrossing model,
            SynapticInput input,
            Turning turning,
            UniformRandomProvider random) {
        this.network = network;
        this.model = model;
        this.turning = turning;
        neurons = network.neurons();
        this.input = input;
        this.random = random;
        skips = new GeometricSkips(model.gateProbability());
        setDrive(network.drive().at(0));
        noisy = new int[neurons];
        spiked = new int[neurons];
        nextNoisy = skips.next(random);
        bound = input.largestScaled();
    }

    private void setDrive(double drive) {
        margin = model.threshold() - drive;
        perDeviation = 1 / (model.noise() * drive);
    }

    @Override
    public void step(int step, Recording.Builder spikes) {
        if (!network.drive().isConstant()) {
            setDrive(network.drive().at(step * network.dtMs()));
        }
        int count = noisyStep();
        turning.moveTo(step);
        turning.toNeurons(spiked, count);
        for (int k = 0; k < count; k++) {
            spikes.add(step, spiked[k]);
        }
        boolean arrived = input.decay();
        if (count > 0) {
            for (int k = 0; k < count; k++) {
                input.addSpike(spiked[k]);
            }
            bound = bound + count * input.largestWeight() / input.scale;
        }
        if (arrived || input.scale == 1) {
            bound = input.largestScaled();
        }
    }

    private int noisyStep() {
        boolean anyAbove = false;
        if (bound * input.scale > margin) {
            bound = input.largestScaled();
            anyAbove = bound * input.scale > margin;
        }
        int marked = 0;
        int count = 0;
        int neuron = nextNoisy;
        while (neuron < neurons) {
            if (crosses((margin - input.of(neuron)) * perDeviation)) {
                spiked[count++] = neuron;
            }
            noisy[marked++] = neuron;
            neuron += 1 + skips.next(random);
        }
        nextNoisy = neuron - neurons;
        return anyAbove ? withQuietSpikes(marked, count) : count;
    }

    /** Joins the neurons that spike without noise, those that had noise left out, in their order. */
    private int withQuietSpikes(int marked, int noisySpikes) {
        int[] byNoise = Arrays.copyOf(spiked, noisySpikes);
        int count = 0;
        int mark = 0;
        int at = 0;
        for (int i = 0; i < neurons; i++) {
            if (mark < marked && noisy[mark] == i) {
                mark++;
                if (at < noisySpikes && byNoise[at] == i) {
                    at++;
                    spiked[count++] = i;
                }
            } else if (input.of(i) > margin) {
                spiked[count++] = i;
            }
        }
        return count;
    }

    /** Whether a normal variable exceeds x: the exact tail is computed only where its neighbours leave doubt. */
    private boolean crosses(double x) {
        double uniform = random.nextDouble();
        if (x >= NormalTail.LIMIT) {
            return false;
        }
        if (x >= 0) {
            int knot = (int) (x * NormalTail.KNOTS_PER_UNIT);
            if (uniform >= NormalTail.atKnot(knot)) {
                return false;
            }
            if (uniform < NormalTail.atKnot(knot + 1)) {
                return true;
            }
        }
        return uniform < NormalTail.probability(x);
    }
}
