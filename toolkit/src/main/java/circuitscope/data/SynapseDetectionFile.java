package circuitscope.data;

import circuitscope.InputException;
import circuitscope.files.MatVariables;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A simulated recording with its wiring in a MAT v5 file of the extended GLM for synapse detection (Ren, Ito, Hafizi, Beggs
 * and Stevenson 2020, "Model-based detection of putative synaptic connections from spike recordings with latency and type
 * constraints").
 *
 * <p>Of the structure {@code data}: {@code spk} (a cell per neuron with its spike times in ms, in any order), {@code
 * syn.w_syn} (one row per presynaptic neuron, one column per postsynaptic one; negative if it inhibits) and, if it is there,
 * {@code syn.dt_true} (latency in ms, laid out alike). The time step is the longest of 1, 0.5, 0.2, 0.1, 0.05, 0.02 and 0.01
 * ms on whose grid all times lie; times on no grid are rounded down to 0.1 ms. The recording ends with its last spike.
 */
final class SynapseDetectionFile {
    private static final String SPIKES = "data.spk";

    private SynapseDetectionFile() {}

    static boolean matches(MatVariables file) {
        return file.find(SPIKES).isPresent();
    }

    /**
     * @param file variables of such a file
     * @param path the file
     * @return its recording and the truth
     * @throws InputException if a variable is missing, misshapen or out of range
     */
    static Dataset read(MatVariables file, Path path) {
        MatVariables.Variable spikes = file.require(SPIKES);
        int neurons = spikes.cells();
        SpikeTimes times = new SpikeTimes(neurons);
        for (int neuron = 0; neuron < neurons; neuron++) {
            for (double ms : spikes.cell(neuron).vector()) {
                times.add(ms, neuron);
            }
        }
        GroundTruth truth = new GroundTruth(
                file.require("data.syn.w_syn").transposed(neurons),
                file.find("data.syn.dt_true").map(latencies -> latencies.transposed(neurons)),
                Optional.empty());
        return new Dataset(times.recording(), Optional.of(truth), Source.SpikeFile.of(path));
    }
}
