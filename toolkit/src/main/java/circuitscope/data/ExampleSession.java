package circuitscope.data;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.files.AtomicFile;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A session to try things with where there is no recording: CSV files of thirty simulated integrate-and-fire cells of a random
 * circuit, with the faults of real ones. One unit is sorted twice, one has spikes of another cell, and one hardly fires.
 */
public final class ExampleSession {
    private static final int CELLS = 30;
    private static final double SECONDS = 300;
    /** How long after a unit's own spike that of another cell comes. */
    private static final int BESIDE_STEPS = 4;

    private ExampleSession() {}

    /**
     * @param folder where {@code spikes.csv} and {@code units.csv} are written; it is made if it is not there
     * @param seed seed of circuit and spikes
     * @param progress hears how far the simulation has come
     * @return the folder, for {@link circuitscope.sessions.Sessions#open}
     * @throws InputException if the files can't be written
     */
    public static Path write(Path folder, long seed, Progress progress) {
        Network network = Network.randomIntegrateAndFire(CELLS, seed);
        Recording recording = new Simulation(network, SECONDS, seed).run(progress);
        StringBuilder spikes = new StringBuilder("unit,time_s\n");
        StringBuilder units = new StringBuilder("unit,region\n");
        for (int i = 0; i < CELLS + 2; i++) {
            int[] train = recording.spikeTrain(i == CELLS ? 4 : i == CELLS + 1 ? 7 : i);
            units.append(i + 1).append(",simulated\n");
            for (int k = 0; k < train.length; k++) {
                // the last unit hardly fires, and the one before it repeats another
                if (i <= CELLS || k % 200 == 0) {
                    spike(spikes, i + 1, train[k] * recording.dtMs() / 1000 + (i > CELLS ? 0.1 : 0));
                }
                if (i == 2 && k % 20 == 0 && (k + 1 == train.length || train[k + 1] > train[k] + BESIDE_STEPS)) {
                    spike(spikes, i + 1, train[k] * recording.dtMs() / 1000 + BESIDE_STEPS * recording.dtMs() / 1000);
                }
            }
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw InputException.of("%s can't be made (%s); take another folder.", folder, e, e);
        }
        AtomicFile.write(folder.resolve("spikes.csv"), spikes.toString());
        AtomicFile.write(folder.resolve("units.csv"), units.toString());
        return folder;
    }

    private static void spike(StringBuilder spikes, int unit, double seconds) {
        spikes.append(unit)
                .append(',')
                .append(String.format(Locale.ROOT, "%.4f", seconds))
                .append('\n');
    }
}
