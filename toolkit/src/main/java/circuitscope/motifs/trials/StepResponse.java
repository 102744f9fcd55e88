package circuitscope.motifs.trials;

import circuitscope.Computation;
import circuitscope.Workers;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.MotifNetwork;
import circuitscope.motifs.meanfield.MeanFieldTheory;
import circuitscope.motifs.rates.ExternalInput;
import circuitscope.motifs.rates.Nonlinearity;
import circuitscope.motifs.rates.RateSimulation;
import circuitscope.motifs.rates.RateTrace;
import java.util.Arrays;
import java.util.stream.IntStream;

/** How far one drawn network of the test case departs from the theory when its input steps up and down again. */
public final class StepResponse implements Computation<StepResponse.Options, StepResponse.Found> {
    private static final double DURATION = 40;

    /**
     * The network.
     *
     * @param neurons number of neurons
     * @param chain chain strength, -1.5 to 1.5
     * @param noisy whether weights have an independent part
     * @param even whether the factors of neurons are spread evenly rather than drawn
     */
    public record Options(int neurons, double chain, boolean noisy, boolean even) {
        /**
         * @param neurons number of neurons
         * @param chain chain strength
         * @param noisy whether weights have an independent part
         * @param even whether the factors of neurons are spread evenly rather than drawn
         * @throws circuitscope.InputException if the chain strength is out of range
         */
        public Options {
            MotifModel.excitatoryInhibitory(chain);
        }

        /** {@return the statistics of the weights} */
        public MotifModel model() {
            MotifModel model = MotifModel.excitatoryInhibitory(chain);
            return noisy ? model : model.withSpread(new double[2][2]);
        }
    }

    /**
     * What was found.
     *
     * @param deviation largest distance of the rate of excitatory neurons from the theory, in percent of the theory's peak
     */
    public record Found(double deviation) {}

    @Override
    public String name() {
        return "motifs-step";
    }

    @Override
    public Options standard() {
        return new Options(2000, 0.7, true, false);
    }

    @Override
    public Class<Found> findings() {
        return Found.class;
    }

    /** {@return the input: 1 and 0.8, and from time 10 to 25 more by 1 and 0.5} */
    public static ExternalInput input() {
        return ExternalInput.step(new double[] {1, 0.8}, new double[] {1, 0.5}, 10, 25);
    }

    @Override
    public Found run(Options options, long seed, Workers workers) {
        MotifModel model = options.model();
        MotifNetwork network = options.even
                ? model.drawEvenly(options.neurons, seed, workers)
                : model.draw(options.neurons, seed, workers);
        RateTrace trace = RateSimulation.of(network, Nonlinearity.THRESHOLD_LINEAR, input(), DURATION)
                .run(workers);
        double[] theory = MeanFieldTheory.of(model, Nonlinearity.THRESHOLD_LINEAR)
                .follow(new double[6], input(), trace.times())
                .rate(0);
        double farthest = IntStream.range(0, theory.length)
                .mapToDouble(k -> Math.abs(theory[k] - trace.rates()[0][k]))
                .max()
                .orElseThrow();
        return new Found(100 * farthest / Arrays.stream(theory).max().orElseThrow());
    }
}
