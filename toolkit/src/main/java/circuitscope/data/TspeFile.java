package circuitscope.data;

import circuitscope.InputException;
import circuitscope.files.MatVariables;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A simulated recording with its wiring in a MAT v5 file of TSPE (De Blasi, Ciba, Bahmer and Thielemann 2019, "Total spiking
 * probability edges: a cross-correlation based method for effective connectivity estimation of cortical spiking neurons").
 *
 * <p>Of the structure {@code data}: {@code asdf}, a list of cells, one per neuron with the bins of its spikes, in any order,
 * and two after them, the length of a bin in ms, and the numbers of neurons and of bins; and, if it is there, {@code SWM},
 * the weights (one row per presynaptic neuron, one column per postsynaptic one; negative if it inhibits). The time step is
 * one bin. A spike may lie on the bin after the last, where the count began at 1: the recording is then one step longer.
 */
final class TspeFile {
    private static final String SPIKES = "data.asdf";
    private static final int TRAILING = 2;

    private TspeFile() {}

    static boolean matches(MatVariables file) {
        return file.find(SPIKES).isPresent();
    }

    /**
     * @param file variables of such a file
     * @param path the file
     * @return its recording, and the truth if it has it
     * @throws InputException if a variable is missing, misshapen or out of range
     */
    static Dataset read(MatVariables file, Path path) {
        MatVariables.Variable spikes = file.require(SPIKES);
        int neurons = spikes.cells() - TRAILING;
        if (neurons < 1) {
            throw InputException.of(
                    "variable '%s' has %d cells, expected one per neuron and two more.", SPIKES, spikes.cells());
        }
        double binMs = InputException.requirePositive(
                "Length of a bin in ms", only(spikes.cell(neurons), 1, "the length of a bin in ms")[0]);
        double[] size = only(spikes.cell(neurons + 1), 2, "the numbers of neurons and of bins");
        if (size[0] != neurons) {
            throw InputException.of(
                    "variable '%s' has cells of %d neurons, expected %s as its last cell says.",
                    SPIKES, neurons, size[0]);
        }
        SpikeTimes times = new SpikeTimes(neurons);
        for (int neuron = 0; neuron < neurons; neuron++) {
            for (double bin : spikes.cell(neuron).vector()) {
                if (bin != Math.rint(bin)) {
                    throw InputException.of(
                            "variable '%s': found the bin %s, expected a whole number.",
                            spikes.cell(neuron).name(), bin);
                }
                times.add(bin * binMs, neuron);
            }
        }
        return new Dataset(
                times.recording(binMs, size[1]),
                file.find("data.SWM")
                        .map(weights ->
                                new GroundTruth(weights.transposed(neurons), Optional.empty(), Optional.empty())),
                Source.SpikeFile.of(path));
    }

    private static double[] only(MatVariables.Variable cell, int expected, String meaning) {
        double[] numbers = cell.vector();
        if (numbers.length != expected) {
            throw InputException.of(
                    "variable '%s' has %d numbers, expected %d: %s.", cell.name(), numbers.length, expected, meaning);
        }
        return numbers;
    }
}
