package circuitscope.sessions;

import circuitscope.InputException;
import circuitscope.files.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens what laboratories keep, whatever its format, which is found from content. */
public final class Sessions {
    private static final List<Format> FORMATS = List.of(
            new NwbSession(),
            new BinnedMatFile(),
            new NpzSession(),
            new NeurosuiteFolder(),
            new PhyFolder(),
            new CsvSession());

    private Sessions() {}

    /** One kind of file or folder that holds a session, known by its content. */
    interface Format {
        /** What to expect, for a message. */
        String description();

        /** Whether a path looks like it; what is damaged may still, and is told of by {@link #read}. */
        boolean matches(Path path);

        /** Reads it, spikes perhaps only when they are asked for. */
        Session read(Path path);
    }

    /**
     * Opens a session:
     *
     * <ul>
     *   <li>an NWB file: units, electrodes, intervals, head direction as CompassDirection or from two lights; spikes are read when
     *       they are asked for;
     *   <li>a folder of th-1 and other data of the Neurosuite programs: {@code S.res.N}, {@code S.clu.N}, {@code S.xml}, {@code
     *       S.ang} or {@code S.pos} or {@code S.whl}, {@code S.states.NAME}, {@code shanks.csv};
     *   <li>a folder of phy or Kilosort: {@code spike_times.npy}, {@code spike_clusters.npy}, {@code params.py}, {@code
     *       cluster_info.tsv}; and {@code head_direction.csv} and {@code epochs.csv}, as below, if somebody put them there;
     *   <li>{@code spikes.csv} ({@code unit, time_s}) or a folder with it, with {@code head_direction.csv} ({@code time_s,
     *       angle_rad}), {@code epochs.csv} ({@code epoch, start_s, end_s}) and {@code units.csv} beside it;
     *   <li>an NPZ file: {@code spike_time_s}, {@code spike_unit}, {@code head_direction_time_s}, {@code head_direction_rad}, {@code
     *       epoch_NAME_s};
     *   <li>a MAT v5 file as {@link circuitscope.headdirection.HeadDirectionSession} describes it: counts in bins of 10 ms.
     * </ul>
     *
     * <p>Where a file does not tell a unit or a rate, it is asked for in the message: nothing is guessed.
     *
     * @param path a file or folder
     * @return the session
     * @throws InputException if it is of no known format, damaged, or does not tell its units
     */
    public static Session open(Path path) {
        if (!Files.exists(path)) {
            throw InputException.of("%s is neither a file nor a folder; check its name.", path);
        }
        List<Format> formats =
                FORMATS.stream().filter(each -> each.matches(path)).toList();
        if (formats.isEmpty()) {
            throw unknown(path);
        }
        if (formats.size() > 1) {
            throw InputException.of(
                    "%s holds both %s and %s, expected one session; put each into a folder of its own.",
                    path, formats.get(0).description(), formats.get(1).description());
        }
        try {
            return formats.get(0).read(path);
        } catch (InputException e) {
            throw e.getMessage().contains(path.toString()) ? e : InputException.of("%s: %s", path, e.getMessage(), e);
        }
    }

    /**
     * @param file an NPZ file
     * @return whether it holds a session
     */
    public static boolean isSession(NpzFile file) {
        return NpzSession.matches(file);
    }

    private static InputException unknown(Path path) {
        String expected = FORMATS.stream().map(Format::description).collect(Collectors.joining("; "));
        if (!Files.isDirectory(path)) {
            return InputException.of(
                    "%s is of no known format, expected one of: %s; of a format with many files, give the folder.",
                    path, expected);
        }
        try (Stream<Path> files = Files.list(path)) {
            return InputException.of(
                    "%s holds %s, expected one of: %s.",
                    path,
                    files.map(file -> file.getFileName().toString())
                            .sorted()
                            .limit(8)
                            .toList(),
                    expected);
        } catch (IOException e) {
            return InputException.of("%s can't be read (%s); check the folder and its rights.", path, e, e);
        }
    }
}
