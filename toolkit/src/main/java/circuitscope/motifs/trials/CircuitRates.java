package circuitscope.motifs.trials;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.motifs.MotifModel;
import circuitscope.motifs.rates.ExternalInput;
import circuitscope.motifs.rates.Nonlinearity;
import circuitscope.motifs.rates.RateSimulation;
import circuitscope.motifs.rates.RateTrace;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Rates at which one drawn network of excitatory and inhibitory neurons settles under constant input. */
public final class CircuitRates implements Computation<CircuitRates.Options, CircuitRates.Found> {
    /** Time constants in which a network settles. */
    static final double SETTLING = 30;

    /** Long steps do not change where rates end. */
    static final double STEP = 0.5;

    /**
     * The network and its input.
     *
     * @param neurons number of neurons
     * @param convergent convergent strength
     * @param divergent divergent strength
     * @param chain chain strength
     * @param spread spread g of independent weights
     * @param reciprocity correlation of the independent parts of the two weights of a pair
     * @param phi how input becomes a rate
     * @param input external input to excitatory and inhibitory neurons, shape (2)
     */
    public record Options(
            int neurons,
            double convergent,
            double divergent,
            double chain,
            double spread,
            double reciprocity,
            Nonlinearity phi,
            List<Double> input) {
        /**
         * @param neurons number of neurons
         * @param convergent convergent strength
         * @param divergent divergent strength
         * @param chain chain strength
         * @param spread spread g of independent weights
         * @param reciprocity correlation of the independent parts of the two weights of a pair
         * @param phi how input becomes a rate
         * @param input external input to both populations
         * @throws InputException if a strength is impossible, or there are not two inputs
         */
        public Options {
            input = List.copyOf(input);
            if (input.size() != 2) {
                throw InputException.of(
                        "Input is %s, expected two numbers: to excitatory and to inhibitory neurons.", input);
            }
            model(convergent, divergent, chain, spread, reciprocity);
        }

        /**
         * @param count number of neurons
         * @return the same with another number of neurons
         */
        public Options withNeurons(int count) {
            return new Options(count, convergent, divergent, chain, spread, reciprocity, phi, input);
        }

        /**
         * @param strength chain strength
         * @return the same with another chain strength
         */
        public Options withChain(double strength) {
            return new Options(neurons, convergent, divergent, strength, spread, reciprocity, phi, input);
        }

        /** {@return the statistics of the weights} */
        public MotifModel model() {
            return model(convergent, divergent, chain, spread, reciprocity);
        }

        private static MotifModel model(
                double convergent, double divergent, double chain, double spread, double reciprocity) {
            return MotifModel.excitatoryInhibitory(convergent, divergent, chain, spread)
                    .withReciprocity(reciprocity);
        }
    }

    /**
     * Means over the last tenth of the time.
     *
     * @param rates mean rate of excitatory and inhibitory neurons, shape (2)
     * @param variances variance of the input over the neurons of each, shape (2)
     */
    public record Found(List<Double> rates, List<Double> variances) {
        /**
         * @param trials what was found with several seeds, at least one
         * @return their mean
         */
        public static Found mean(List<Found> trials) {
            return new Found(mean(trials, Found::rates), mean(trials, Found::variances));
        }

        private static List<Double> mean(List<Found> trials, Function<Found, List<Double>> values) {
            return IntStream.range(0, values.apply(trials.get(0)).size())
                    .mapToObj(p -> trials.stream()
                            .mapToDouble(trial -> values.apply(trial).get(p))
                            .average()
                            .orElseThrow())
                    .toList();
        }
    }

    @Override
    public String name() {
        return "motifs-rates";
    }

    @Override
    public Options standard() {
        return new Options(1000, 1.5, 1.5, 0, 0.5, 0, Nonlinearity.THRESHOLD_LINEAR, List.of(1.0, 0.8));
    }

    @Override
    public Class<Found> findings() {
        return Found.class;
    }

    @Override
    public Found run(Options options, long seed, Workers workers) {
        double[] input = options.input.stream().mapToDouble(Double::doubleValue).toArray();
        RateTrace trace = new RateSimulation(
                        options.model().draw(options.neurons, seed, workers),
                        options.phi,
                        ExternalInput.constant(input),
                        SETTLING,
                        STEP)
                .run(workers);
        return new Found(numbers(trace.lastRates()), numbers(trace.lastVariances()));
    }

    static List<Double> numbers(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
