package circuitscope.motifs.trials;

import circuitscope.Computation;
import circuitscope.Workers;
import circuitscope.motifs.SparseMotifs;
import circuitscope.motifs.rates.ExternalInput;
import circuitscope.motifs.rates.Nonlinearity;
import circuitscope.motifs.rates.RateSimulation;
import circuitscope.motifs.rates.RateTrace;

/** Rates at which one drawn sparse network settles, whose motifs are in who is connected to whom. */
public final class SparseRates implements Computation<SparseRates.Options, CircuitRates.Found> {
    /**
     * The network; its neurons are threshold-linear and get the inputs 2 and 1.6.
     *
     * @param neurons number of neurons
     * @param correlation correlation of in- and out-degrees of excitatory neurons, -1 to 1
     */
    public record Options(int neurons, double correlation) {
        /**
         * @param neurons number of neurons
         * @param correlation correlation of in- and out-degrees
         * @throws circuitscope.InputException if the correlation is out of range
         */
        public Options {
            SparseMotifs.excitatoryInhibitory(correlation);
        }
    }

    /** {@return the external input to excitatory and inhibitory neurons, shape (2)} */
    public static double[] input() {
        return new double[] {2, 1.6};
    }

    @Override
    public String name() {
        return "motifs-sparse-rates";
    }

    @Override
    public Options standard() {
        return new Options(4000, 0);
    }

    @Override
    public Class<CircuitRates.Found> findings() {
        return CircuitRates.Found.class;
    }

    @Override
    public CircuitRates.Found run(Options options, long seed, Workers workers) {
        RateTrace trace = new RateSimulation(
                        SparseMotifs.excitatoryInhibitory(options.correlation).draw(options.neurons, seed, workers),
                        Nonlinearity.THRESHOLD_LINEAR,
                        ExternalInput.constant(input()),
                        CircuitRates.SETTLING,
                        CircuitRates.STEP)
                .run(workers);
        return new CircuitRates.Found(
                CircuitRates.numbers(trace.lastRates()), CircuitRates.numbers(trace.lastVariances()));
    }
}
