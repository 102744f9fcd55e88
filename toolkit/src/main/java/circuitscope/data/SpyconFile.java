package circuitscope.data;

import circuitscope.InputException;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A recording with its wiring in an NPZ file of spycon (Donner, Bartram, Hornauer et al. 2024, "Ensemble learning and ground-truth
 * validation of synaptic connectivity inferred from spike trains").
 *
 * <p>Arrays: {@code times} in s and {@code ids} (one each per spike, in any order), {@code nodes} (the id of each neuron;
 * neurons are numbered in this order) and {@code marked_edges} (one row per pair: id of the presynaptic neuron, id of the
 * postsynaptic one, weight; 0 where there is no connection, NaN where it is not known). The weight of a pair without a row
 * is not known either. The time step is the longest of 1, 0.5, 0.2, 0.1, 0.05, 0.02 and 0.01 ms on whose grid all times lie,
 * so that nothing is lost; times on no grid are rounded down to 0.1 ms. The recording ends with its last spike.
 */
final class SpyconFile {
    private static final String EDGES = "marked_edges";
    private static final double MS_PER_SECOND = 1000;

    private SpyconFile() {}

    static boolean matches(NpzFile file) {
        return file.find("times").isPresent() && file.find("ids").isPresent();
    }

    /**
     * @param file a file of spycon
     * @return its recording, and the truth if it has it; weights that are not known are NaN
     * @throws InputException if an array is missing, misshapen or out of range
     */
    static Dataset read(NpzFile file) {
        Path path = file.path();
        try {
            Map<Integer, Integer> neurons = neurons(vector(file, "nodes").ints());
            double[] seconds = vector(file, "times").doubles();
            int[] ids = vector(file, "ids").ints();
            if (seconds.length != ids.length) {
                throw InputException.of(
                        "array 'times' has %d rows and 'ids' %d, expected as many.", seconds.length, ids.length);
            }
            SpikeTimes times = new SpikeTimes(neurons.size());
            for (int k = 0; k < ids.length; k++) {
                times.add(MS_PER_SECOND * seconds[k], neuron(neurons, ids[k], "ids", k));
            }
            Optional<GroundTruth> truth = file.find(EDGES)
                    .map(edges -> new GroundTruth(weights(edges, neurons), Optional.empty(), Optional.empty()));
            return new Dataset(times.recording(), truth, Source.SpikeFile.of(path));
        } catch (InputException e) {
            throw e.getMessage().startsWith(path + "") ? e : InputException.of("%s: %s", path, e.getMessage(), e);
        }
    }

    private static NpyArray vector(NpzFile file, String name) {
        NpyArray array = file.require(name);
        if (array.shape().length != 1) {
            throw InputException.of(
                    "array '%s' has shape %s, expected a list of numbers.", name, Arrays.toString(array.shape()));
        }
        return array;
    }

    private static Map<Integer, Integer> neurons(int... nodes) {
        Map<Integer, Integer> neurons = new HashMap<>();
        for (int node : nodes) {
            if (neurons.put(node, neurons.size()) != null) {
                throw InputException.of("array 'nodes' has the neuron %d twice, expected each once.", node);
            }
        }
        return neurons;
    }

    private static int neuron(Map<Integer, Integer> neurons, double id, String name, int row) {
        Integer neuron = id == Math.rint(id) ? neurons.get((int) id) : null;
        if (neuron == null) {
            throw InputException.of(
                    "array '%s', row %d: found the neuron %s, expected one of the %d in 'nodes'.",
                    name, row, id, neurons.size());
        }
        return neuron;
    }

    private static double[][] weights(NpyArray edges, Map<Integer, Integer> neurons) {
        int[] shape = edges.shape();
        if (shape.length != 2 || shape[1] != 3) {
            throw InputException.of(
                    "array '%s' has shape %s, expected rows of presynaptic neuron, postsynaptic neuron and weight.",
                    EDGES, Arrays.toString(shape));
        }
        double[][] weights = new double[neurons.size()][neurons.size()];
        boolean[][] seen = new boolean[neurons.size()][neurons.size()];
        for (int i = 0; i < weights.length; i++) {
            Arrays.fill(weights[i], Double.NaN);
            weights[i][i] = 0;
        }
        double[] rows = edges.doubles();
        for (int row = 0; row < shape[0]; row++) {
            int presynaptic = neuron(neurons, rows[3 * row], EDGES, row);
            int postsynaptic = neuron(neurons, rows[3 * row + 1], EDGES, row);
            double weight = rows[3 * row + 2];
            if (Double.isInfinite(weight)) {
                throw InputException.of(
                        "array '%s', row %d: found the weight %s, expected a finite one.", EDGES, row, weight);
            }
            if (seen[postsynaptic][presynaptic]) {
                throw InputException.of("array '%s', row %d: the pair was in a row before, expected once.", EDGES, row);
            }
            seen[postsynaptic][presynaptic] = true;
            if (postsynaptic != presynaptic) {
                weights[postsynaptic][presynaptic] = weight;
            }
        }
        return weights;
    }
}
