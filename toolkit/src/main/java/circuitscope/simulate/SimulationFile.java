package circuitscope.simulate;

import circuitscope.InputException;
import circuitscope.spikes.NpyArray;
import circuitscope.spikes.NpzFile;
import circuitscope.spikes.Recording;
import circuitscope.spikes.SpikeFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A simulated recording in an NPZ file, with the network that generated it: the arrays of {@link SpikeFile}, its true
 * weights among them, and {@code ring}: sigma1, sigma2, a, r, b, tau in ms, threshold, then noise and gate of the
 * threshold-crossing model (9 numbers) or the gain of the LNP model (8 numbers).
 *
 * @param network the network
 * @param recording its spikes
 */
public record SimulationFile(RingNetwork network, Recording recording) {
    private static final String RING = "ring";

    /**
     * @param path an NPZ file written by {@link #write}
     * @return network and spikes
     * @throws InputException if the file is corrupt, or does not say which network generated the spikes
     */
    public static SimulationFile read(Path path) {
        NpzFile file = NpzFile.read(path);
        Recording recording = SpikeFile.of(file).recording();
        NpyArray array = file.find(RING)
                .orElseThrow(() -> InputException.of(
                        "%s has no array '%s', so it does not say which network generated its spikes; use a file that"
                                + " was simulated here.",
                        path, RING));
        double[] ring = array.doubles();
        if (array.shape().length != 1 || ring.length < 8 || ring.length > 9) {
            throw InputException.of(
                    "%s, array '%s': found shape %s, expected 8 or 9 numbers.",
                    path, RING, Arrays.toString(array.shape()));
        }
        SpikeGeneration spiking = ring.length == 9
                ? new ThresholdCrossing(ring[6], ring[7], ring[8])
                : new LinearNonlinearPoisson(ring[6], ring[7]);
        RingNetwork network = new RingNetwork(
                recording.neurons(),
                new WeightProfile(ring[0], ring[1], ring[2]),
                ring[3],
                ring[4],
                ring[5],
                recording.dtMs(),
                spiking);
        return new SimulationFile(network, recording);
    }

    /**
     * @param path the file; an existing one is replaced
     * @throws InputException if the file can't be written; no partial file is left then
     */
    public void write(Path path) {
        Map<String, NpyArray> arrays = new SpikeFile(recording, Optional.of(network.weights())).arrays();
        WeightProfile profile = network.profile();
        double threshold = network.spiking().threshold();
        double[] common = {
            profile.sigma1(),
            profile.sigma2(),
            profile.a(),
            network.strength(),
            network.drive(),
            network.tauMs(),
            threshold
        };
        double[] ring;
        if (network.spiking() instanceof ThresholdCrossing model) {
            ring = Arrays.copyOf(common, 9);
            ring[7] = model.noise();
            ring[8] = model.gate();
        } else {
            ring = Arrays.copyOf(common, 8);
            ring[7] = ((LinearNonlinearPoisson) network.spiking()).gain();
        }
        arrays.put(RING, NpyArray.of(ring));
        NpzFile.write(path, arrays);
    }
}
