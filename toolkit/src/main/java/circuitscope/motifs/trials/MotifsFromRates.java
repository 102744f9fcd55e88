package circuitscope.motifs.trials;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.motifs.inverse.Circuit;
import circuitscope.motifs.inverse.CircuitParameter;
import circuitscope.motifs.inverse.InverseProblem;
import circuitscope.motifs.inverse.RateFit;
import circuitscope.motifs.inverse.RateSurvey;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.List;

/** Parameters of the circuit of the test case (softplus), read from its rates under six inputs. */
public final class MotifsFromRates implements Computation<MotifsFromRates.Options, MotifsFromRates.Found> {
    private static final Nonlinearity PHI = Nonlinearity.SOFTPLUS;

    /** Where the rates come from. */
    public enum Rates {
        /** From the theory, without errors. */
        EXACT,
        /** From the theory, with independent errors of the stated size. */
        THEORY,
        /** From a drawn and simulated network of 2000 neurons. */
        NETWORK
    }

    /**
     * The rates, and what is known beforehand.
     *
     * @param chain true chain strength
     * @param rates where the rates come from
     * @param error standard error of a rate that is stated
     * @param meansKnown whether the mean weights are known
     * @param chainsAssumed whether the circuit is assumed to have chains; without, the chain strength is fixed at 0
     * @param starts number of starts of the fit
     * @param intervals whether intervals are computed
     */
    public record Options(
            double chain,
            Rates rates,
            double error,
            boolean meansKnown,
            boolean chainsAssumed,
            int starts,
            boolean intervals) {
        /**
         * @param chain true chain strength
         * @param rates where the rates come from
         * @param error standard error of a rate that is stated
         * @param meansKnown whether the mean weights are known
         * @param chainsAssumed whether the circuit is assumed to have chains
         * @param starts number of starts of the fit
         * @param intervals whether intervals are computed
         * @throws InputException if a number is out of range
         */
        public Options {
            InputException.requirePositive("Standard error of the rates", error);
            InputException.requireBetween("Number of starts", starts, 1, 1000);
            Circuit.testCase(chain);
        }
    }

    /**
     * What was read.
     *
     * @param values value of each {@link CircuitParameter}, in their order, shape (7)
     * @param chainLow lower end of the 95 % interval of the chain strength; null if there is none
     * @param chainHigh its upper end; null if there is none
     * @param rms root mean square of what the best circuit leaves of the rates
     * @param arrived number of starts that ended there
     */
    public record Found(List<Double> values, Double chainLow, Double chainHigh, double rms, int arrived) {
        /**
         * @param parameter a parameter
         * @return its best value
         */
        public double value(CircuitParameter parameter) {
            return values.get(parameter.ordinal());
        }
    }

    @Override
    public String name() {
        return "motifs-from-rates";
    }

    @Override
    public Options standard() {
        return new Options(0.7, Rates.THEORY, 0.005, false, true, 6, true);
    }

    @Override
    public Class<Found> findings() {
        return Found.class;
    }

    /**
     * @param options the rates
     * @param seed seed of the errors or of the network
     * @return the rates under six inputs
     */
    public static RateSurvey survey(Options options, long seed) {
        Circuit truth = Circuit.testCase(options.chain);
        double[][] inputs = RateSurvey.sixInputs();
        return switch (options.rates) {
            case EXACT -> RateSurvey.ofTheory(truth, PHI, inputs, options.error, 0);
            case THEORY -> RateSurvey.ofTheory(truth, PHI, inputs, options.error, seed);
            case NETWORK -> RateSurvey.ofNetwork(truth.model().draw(2000, seed), PHI, inputs, options.error);
        };
    }

    @Override
    public Found run(Options options, long seed, Workers workers) {
        InverseProblem.Options settings = InverseProblem.Options.all(PHI).withStarts(options.starts);
        settings = options.meansKnown ? settings.withMeansOf(Circuit.testCase(options.chain)) : settings;
        settings = options.chainsAssumed ? settings : settings.with(CircuitParameter.CHAIN, 0);
        settings = options.intervals ? settings : settings.withoutIntervals();
        RateFit fit = InverseProblem.fit(survey(options, seed), settings, workers);
        RateFit.Estimate chain = fit.estimate(CircuitParameter.CHAIN);
        return new Found(
                CircuitRates.numbers(fit.circuit().values()),
                end(chain.low()),
                end(chain.high()),
                fit.rms(),
                fit.arrived());
    }

    private static Double end(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
