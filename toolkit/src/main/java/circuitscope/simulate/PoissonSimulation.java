package circuitscope.simulate;

import circuitscope.spikes.Recording;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Exact simulation of the LNP model. The spikes of all neurons form one Poisson process whose intensity is the total rate:
 * an exponential clock runs down by the total rate of each step, and each spike is placed by the cumulative rates.
 */
final class PoissonSimulation implements RingSimulator.Engine {
    private static final int ARCS = 4;
    private final int neurons;
    private final SynapticInput input;
    private final UniformRandomProvider random;
    private final double gain;
    private final double margin;
    private final int arc;
    private final double[] arcs = new double[ARCS];
    private double clock;

    PoissonSimulation(RingNetwork network, LinearNonlinearPoisson model, UniformRandomProvider random) {
        neurons = network.neurons();
        input = new SynapticInput(network);
        this.random = random;
        gain = model.gain();
        margin = network.drive() - model.threshold();
        arc = neurons / ARCS;
        clock = exponential();
    }

    @Override
    public void step(int step, Recording.Builder spikes) {
        double total = sumOfRates();
        double left = gain * total;
        int before = spikes.count();
        while (clock < left) {
            left -= clock;
            clock = exponential();
            spikes.add(step, place(total));
        }
        clock -= left;
        input.decay();
        for (int k = before; k < spikes.count(); k++) {
            input.addSpike(spikes.neuronOf(k));
        }
    }

    private double exponential() {
        return -StrictMath.log(1 - random.nextDouble());
    }

    /**
     * The total rate without the gain. The ring is added in four arcs side by side, which the processor works on at once;
     * max(0, x) is written as (x + |x|) / 2 because a branch would be mispredicted at every bump's edge.
     */
    private double sumOfRates() {
        double[] scaled = input.scaled;
        double scale = input.scale;
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = 0; i < arc; i++) {
            double p = scaled[i] * scale + margin;
            double q = scaled[i + arc] * scale + margin;
            double r = scaled[i + 2 * arc] * scale + margin;
            double s = scaled[i + 3 * arc] * scale + margin;
            a += p + Math.abs(p);
            b += q + Math.abs(q);
            c += r + Math.abs(r);
            d += s + Math.abs(s);
        }
        for (int i = 4 * arc; i < neurons; i++) {
            double p = scaled[i] * scale + margin;
            d += p + Math.abs(p);
        }
        arcs[0] = a * 0.5;
        arcs[1] = b * 0.5;
        arcs[2] = c * 0.5;
        arcs[3] = d * 0.5;
        return arcs[0] + arcs[1] + arcs[2] + arcs[3];
    }

    private int place(double total) {
        double position = random.nextDouble() * total;
        int at = 0;
        while (at < ARCS - 1 && position >= arcs[at]) {
            position -= arcs[at++];
        }
        int last = at * arc;
        for (int i = at * arc; i < neurons; i++) {
            double rate = input.of(i) + margin;
            if (rate > 0) {
                position -= rate;
                last = i;
                if (position < 0) {
                    return i;
                }
            }
        }
        // rounding may leave a last crumb
        return last;
    }
}
