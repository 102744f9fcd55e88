package circuitscope.nwb;

import circuitscope.InputException;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import java.lang.reflect.Array;
import java.util.Arrays;

/** A time series of an NWB file (TimeSeries, SpatialSeries), read when it is asked for. */
public final class NwbSeries {
    private static final String DATA = "/data";

    private final NwbFile file;
    private final String path;

    NwbSeries(NwbFile file, String path) {
        this.file = file;
        this.path = path;
    }

    /** {@return its path in the file} */
    public String path() {
        return path;
    }

    /** {@return its unit as the file has it, such as "radians"; empty if it tells none} */
    public String unit() {
        return file.attribute(path + DATA, "unit").orElse("");
    }

    /** {@return the number of samples} */
    public int samples() {
        int[] shape = shape();
        return shape.length == 0 ? 1 : shape[0];
    }

    /** {@return the number of values in each sample, such as 2 for places in a plane} */
    public int axes() {
        return Arrays.stream(shape()).skip(1).reduce(1, Math::multiplyExact);
    }

    private int[] shape() {
        Dataset dataset = file.dataset(path + DATA);
        return file.guarded(path + DATA, dataset::getDimensions);
    }

    /**
     * Reads all samples, in the unit that the file names: stored numbers times {@code conversion} plus {@code offset}.
     *
     * @return the values, those of one sample one behind the other, shape (samples * axes)
     * @throws InputException if they can't be read or are no numbers
     */
    public double[] flatValues() {
        Dataset dataset = file.dataset(path + DATA);
        double[] values =
                HdfValues.numbers(file.path() + ": " + path + DATA, file.guarded(path + DATA, dataset::getDataFlat));
        double conversion = number("conversion", 1);
        double offset = number("offset", 0);
        if (conversion == 1 && offset == 0) {
            return values;
        }
        return Arrays.stream(values).map(value -> value * conversion + offset).toArray();
    }

    /**
     * Reads all samples, as {@link #flatValues} does.
     *
     * @return the values, shape (samples, axes)
     * @throws InputException if they can't be read or are no numbers
     */
    public double[][] values() {
        double[] flat = flatValues();
        int axes = axes();
        double[][] values = new double[samples()][];
        Arrays.setAll(values, k -> Arrays.copyOfRange(flat, k * axes, (k + 1) * axes));
        return values;
    }

    /**
     * Reads some samples, as {@link #flatValues} does: of a series larger than memory nothing else is read.
     *
     * @param start first sample
     * @param end one past the last sample
     * @return the values, shape (end - start, axes)
     * @throws InputException if there are no such samples, they have more than one axis of values, or are damaged
     */
    public double[][] values(long start, long end) {
        int[] shape = shape();
        if (shape.length > 2 || start < 0 || end <= start || end > samples()) {
            throw InputException.of(
                    "%s: samples %d to %d of %s were asked for, expected some of %d with values along one axis.",
                    file.path(), start, end, path, samples());
        }
        int count = Math.toIntExact(end - start);
        double conversion = number("conversion", 1);
        double offset = number("offset", 0);
        Dataset dataset = file.dataset(path + DATA);
        Object rows = file.guarded(
                path + DATA,
                () -> shape.length == 1
                        ? dataset.getData(new long[] {start}, new int[] {count})
                        : dataset.getData(new long[] {start, 0}, new int[] {count, shape[1]}));
        double[][] values = new double[count][];
        double[] only = shape.length == 1 ? HdfValues.numbers(file.path() + ": " + path + DATA, rows) : null;
        for (int k = 0; k < count; k++) {
            values[k] = only == null
                    ? HdfValues.numbers(file.path() + ": " + path + DATA, Array.get(rows, k))
                            .clone()
                    : new double[] {only[k]};
            for (int axis = 0; axis < values[k].length; axis++) {
                values[k][axis] = values[k][axis] * conversion + offset;
            }
        }
        return values;
    }

    private double number(String attribute, double otherwise) {
        return file.attribute(path + DATA, attribute)
                .map(text -> parsed(path + DATA + "@" + attribute, text))
                .orElse(otherwise);
    }

    private double parsed(String where, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw InputException.of("%s: %s is '%s', expected a number.", file.path(), where, text, e);
        }
    }

    /**
     * @return time of each sample in s on the session's clock, shape (samples)
     * @throws InputException if the file has neither as many timestamps as samples, nor a starting time with a rate
     */
    public double[] seconds() {
        String timestamps = path + "/timestamps";
        String start = path + "/starting_time";
        boolean explicit = file.has(timestamps);
        if (explicit && file.has(start)) {
            throw InputException.of(
                    "%s: %s has both timestamps and a starting time, expected one clock; leave one out.",
                    file.path(), path);
        }
        if (explicit) {
            Dataset dataset = file.dataset(timestamps);
            double[] seconds =
                    HdfValues.numbers(file.path() + ": " + timestamps, file.guarded(timestamps, dataset::getDataFlat));
            if (seconds.length != samples()) {
                throw InputException.of(
                        "%s: %s has %d timestamps and %d samples, expected as many; fetch the file again.",
                        file.path(), path, seconds.length, samples());
            }
            return seconds;
        }
        Node node = file.node(start)
                .orElseThrow(() -> InputException.of(
                        "%s: %s has neither timestamps nor starting_time, expected a clock.", file.path(), path));
        double first = HdfValues.numbers(file.path() + ": " + start, file.guarded(start, ((Dataset) node)::getData))[0];
        double rate = file.attribute(start, "rate")
                .map(text -> parsed(start + "@rate", text))
                .orElseThrow(() -> InputException.of("%s: %s has no attribute rate, expected Hz.", file.path(), start));
        InputException.requirePositive(file.path() + ": " + start + "@rate", rate);
        double[] seconds = new double[samples()];
        Arrays.setAll(seconds, k -> first + k / rate);
        return seconds;
    }
}
