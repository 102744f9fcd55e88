package circuitscope.sessions;

import circuitscope.InputException;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arrays in an NPZ file. The unit of a number is at the end of its name ({@code _s}, {@code _ms}, {@code _us}; {@code _rad},
 * {@code _deg}):
 *
 * <ul>
 *   <li>{@code spike_time_s} and {@code spike_unit}: time and unit of each spike, those of a unit in order;
 *   <li>{@code head_direction_time_s} and {@code head_direction_rad}: NaN where it is missing;
 *   <li>{@code epoch_NAME_s}: rows of start and end of each stretch of epoch NAME; {@code recorded_s}: the same, when spikes were
 *       recorded at all.
 * </ul>
 */
final class NpzSession implements Sessions.Format {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final String UNIT = "spike_unit";
    private static final Pattern EPOCH = Pattern.compile("epoch_(.+?)(_(s|ms|us))?");

    @Override
    public String description() {
        return "an NPZ file (spike_time_s, spike_unit)";
    }

    @Override
    public boolean matches(Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(in.readNBytes(ZIP.length), ZIP);
        } catch (IOException e) {
            throw InputException.of("%s can't be read (%s); check the file and its rights.", path, e, e);
        }
    }

    /** Whether the arrays are those of a session rather than of a simulation. */
    static boolean matches(NpzFile file) {
        return file.names().stream().anyMatch(name -> name.startsWith("spike_time") || name.equals(UNIT));
    }

    @Override
    public Session read(Path path) {
        NpzFile file = NpzFile.read(path);
        Set<String> names = file.names();
        Quantity.Named time = Quantity.TIME.require(path, names, "spike_time");
        double[] seconds = time.of(vector(file, time.name()));
        long[] units = SpikesByUnit.whole(path + ", array '" + UNIT + "'", vector(file, UNIT));
        if (seconds.length != units.length) {
            throw InputException.of(
                    "%s: array '%s' has %d spikes and '%s' %d, expected as many.",
                    path, time.name(), seconds.length, UNIT, units.length);
        }
        Session.Builder session = Session.named(path.toString());
        SpikesByUnit.of(units, k -> seconds[k])
                .forEach((id, train) -> session.unit(Unit.of(String.valueOf(id), train)));
        try {
            Quantity.ANGLE
                    .find(path, names, "head_direction")
                    .ifPresent(angle -> session.series(headDirection(file, angle)));
            for (String name : names) {
                Matcher epoch = EPOCH.matcher(name);
                if (epoch.matches()) {
                    session.epoch(epoch(file, epoch.group(1), name.substring(0, epoch.end(1))));
                }
            }
            if (names.stream().anyMatch(name -> name.startsWith("recorded"))) {
                session.span(epoch(file, "recorded", "recorded"));
            }
        } catch (InputException e) {
            throw e.getMessage().startsWith(path + "") ? e : InputException.of("%s: %s", path, e.getMessage(), e);
        }
        return session.build();
    }

    private static TimeSeries headDirection(NpzFile file, Quantity.Named angle) {
        Quantity.Named clock = Quantity.TIME.require(file.path(), file.names(), "head_direction_time");
        return TimeSeries.headDirection(clock.of(vector(file, clock.name())), angle.of(vector(file, angle.name())));
    }

    private static double[] vector(NpzFile file, String name) {
        NpyArray array = file.require(name);
        if (array.shape().length != 1) {
            throw InputException.of(
                    "%s: array '%s' has shape %s, expected a list of numbers.",
                    file.path(), name, Arrays.toString(array.shape()));
        }
        return array.doubles();
    }

    private static Epoch epoch(NpzFile file, String name, String base) {
        Quantity.Named borders = Quantity.TIME.require(file.path(), file.names(), base);
        NpyArray array = file.require(borders.name());
        int[] shape = array.shape();
        if (shape.length != 2 || shape[1] != 2) {
            throw InputException.of(
                    "%s: array '%s' has shape %s, expected rows of start and end.",
                    file.path(), borders.name(), Arrays.toString(shape));
        }
        double[] times = borders.of(array.doubles());
        double[] starts = new double[shape[0]];
        double[] ends = new double[shape[0]];
        for (int k = 0; k < shape[0]; k++) {
            starts[k] = times[2 * k];
            ends[k] = times[2 * k + 1];
        }
        return new Epoch(name, starts, ends);
    }
}
