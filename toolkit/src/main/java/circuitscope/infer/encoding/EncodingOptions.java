package circuitscope.infer.encoding;

import circuitscope.InputException;
import java.util.List;

/**
 * Settings of the encoding GLM.
 *
 * @param tuning whether the angle of the recording, if it has one, is an input, as harmonics whose number the validation part chooses
 * @param history whether each neuron's own past is an input
 * @param coupling whether the past of the other neurons is an input
 * @param binMs length of a bin in ms, rounded to whole steps
 * @param lagGroups number of groups of lags: 1 bin, 2 bins, 4 bins and so on, in each of which a filter is constant
 * @param ridges penalties ridge / 2 * coefficient^2 of history and coupling to choose from by the validation part, from large to
 *     small
 */
public record EncodingOptions(
        boolean tuning, boolean history, boolean coupling, double binMs, int lagGroups, List<Double> ridges) {
    /**
     * @param tuning whether the angle of the recording is an input
     * @param history whether each neuron's own past is an input
     * @param coupling whether the past of the other neurons is an input
     * @param binMs length of a bin in ms
     * @param lagGroups number of groups of lags
     * @param ridges penalties to choose from
     * @throws InputException if a number is out of range, or there is no penalty
     */
    public EncodingOptions {
        InputException.requirePositive("Bin of the encoding GLM in ms", binMs);
        InputException.requireBetween("Groups of lags of the encoding GLM", lagGroups, 1, 16);
        ridges = List.copyOf(ridges);
        if (ridges.isEmpty()) {
            throw InputException.of("The encoding GLM has no ridge to choose from, expected one or more; 0 for none.");
        }
        for (double ridge : ridges) {
            InputException.requireBetween("Ridge of the encoding GLM", ridge, 0, 1e12);
        }
    }

    /** {@return all inputs, bins of 10 ms, filters of 310 ms} */
    public static EncodingOptions standard() {
        return new EncodingOptions(true, true, true, 10, 5, List.of(100.0, 10.0, 1.0, 0.1));
    }

    /** Groups of lags that are needed at all. */
    int neededGroups() {
        return history || coupling ? lagGroups : 0;
    }

    /**
     * @param angle whether the angle of the recording is an input
     * @param own whether each neuron's own past is an input
     * @param others whether the past of the other neurons is an input
     * @return the same settings with these inputs
     */
    public EncodingOptions withInputs(boolean angle, boolean own, boolean others) {
        return new EncodingOptions(angle, own, others, binMs, lagGroups, ridges);
    }
}
