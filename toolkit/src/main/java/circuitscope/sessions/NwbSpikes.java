package circuitscope.sessions;

import circuitscope.nwb.NwbFile;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * All spike times of an NWB file, read when the first unit is asked for and dropped when memory gets scarce; of a column too large
 * for that, only the part of each unit.
 */
final class NwbSpikes {
    /** 128 MiB. */
    private static final long MOST_AT_ONCE = 1 << 24;

    private static final String COLUMN = "spike_times";

    private final Path path;
    private final long values;
    private SoftReference<double[]> all = new SoftReference<>(null);

    NwbSpikes(Path path, long values) {
        this.path = path;
        this.values = values;
    }

    /** In s, from the first to one before the end. */
    synchronized double[] read(long start, long end) {
        double[] known = all.get();
        if (known == null) {
            try (NwbFile file = NwbFile.open(path)) {
                if (values > MOST_AT_ONCE) {
                    return file.table("/units").numbers(COLUMN, start, end);
                }
                known = file.table("/units").numbers(COLUMN, 0, values);
                all = new SoftReference<>(known);
            }
        }
        return Arrays.copyOfRange(known, (int) start, (int) end);
    }
}
