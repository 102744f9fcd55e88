package circuitscope.motifs.inverse;

import circuitscope.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A circuit read from rates.
 *
 * @param source where the rates come from
 * @param circuit the best circuit
 * @param rms root mean square of what it leaves of the rates and their s.d.
 * @param estimates each parameter with its interval
 * @param starts number of starts
 * @param arrived how many of them ended at the same rms
 */
public record RateFit(String source, Circuit circuit, double rms, List<Estimate> estimates, int starts, int arrived) {
    /**
     * A parameter.
     *
     * @param parameter which one
     * @param value its best value
     * @param low lower end of the 95 % interval by profile likelihood; minus infinity if no value is too low
     * @param high upper end; infinity if no value is too high
     * @param fixed whether the value was given rather than read
     */
    public record Estimate(CircuitParameter parameter, double value, double low, double high, boolean fixed) {
        /** {@return whether both ends exist and the interval is narrower than the value is large} */
        public boolean identified() {
            return fixed || high - low < Math.abs(value);
        }
    }

    /**
     * Keeps an immutable copy of the estimates.
     *
     * @param source where the rates come from
     * @param circuit the best circuit
     * @param rms root mean square of what it leaves
     * @param estimates each parameter with its interval
     * @param starts number of starts
     * @param arrived how many of them ended at the same rms
     */
    public RateFit {
        estimates = List.copyOf(estimates);
    }

    /**
     * @param parameter a parameter
     * @return its value and interval
     */
    public Estimate estimate(CircuitParameter parameter) {
        return estimates.stream()
                .filter(estimate -> estimate.parameter() == parameter)
                .findFirst()
                .orElseThrow(() -> InputException.of("There is no estimate of %s.", parameter));
    }

    /** {@return what these rates do not tell, in sentences} */
    public List<String> notIdentifiable() {
        List<String> sentences = new ArrayList<>();
        sentences.add("No rate depends on the divergent strength.");
        boolean meansFixed = estimates.stream().limit(4).allMatch(Estimate::fixed);
        for (Estimate estimate : estimates) {
            if (!Double.isNaN(estimate.low()) && !estimate.identified()) {
                sentences.add(String.format(
                        Locale.ROOT,
                        "%s may be %.3g to %.3g (best %.3g): these rates hardly tell%s.",
                        estimate.parameter().label(),
                        estimate.low(),
                        estimate.high(),
                        estimate.value(),
                        estimate.parameter() == CircuitParameter.CHAIN && !meansFixed
                                ? ", unless the mean weights are known"
                                : ""));
            }
        }
        return sentences;
    }
}
