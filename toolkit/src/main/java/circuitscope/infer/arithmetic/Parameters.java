package circuitscope.infer.arithmetic;

import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Named arrays of trained numbers, in a fixed order. Matrices are flat, row after row. Not thread-safe. */
public final class Parameters {
    private final Map<String, float[]> arrays = new LinkedHashMap<>();

    /**
     * @param name name of an array
     * @param values its values, which are kept and not copied
     * @return these parameters
     */
    public Parameters put(String name, float[] values) {
        arrays.put(name, values);
        return this;
    }

    /**
     * @param name name of an array
     * @return its values, which may be changed
     */
    public float[] get(String name) {
        float[] values = arrays.get(name);
        if (values == null) {
            throw new IllegalArgumentException("No parameter " + name + " among " + arrays.keySet());
        }
        return values;
    }

    /**
     * Puts copies of other arrays in the place of those of the same name.
     *
     * @param other the other arrays
     */
    public void putCopies(Parameters other) {
        other.arrays.forEach((name, values) -> arrays.put(name, values.clone()));
    }

    /**
     * @param name name of an array
     * @return whether it is here
     */
    public boolean has(String name) {
        return arrays.containsKey(name);
    }

    /**
     * @param name name of an array that is taken away
     */
    public void remove(String name) {
        arrays.remove(name);
    }

    /** {@return the names of all arrays, in their order} */
    public Set<String> names() {
        return arrays.keySet();
    }

    /** {@return all arrays, in their order} */
    public Collection<float[]> values() {
        return arrays.values();
    }

    /** {@return arrays of the same names and sizes, all 0} */
    public Parameters zeros() {
        Parameters zeros = new Parameters();
        arrays.forEach((name, values) -> zeros.put(name, new float[values.length]));
        return zeros;
    }

    /** {@return a copy of everything} */
    public Parameters copy() {
        Parameters copy = new Parameters();
        copy.putCopies(this);
        return copy;
    }

    /**
     * @param file a file of arrays
     * @param prefix what names of arrays begin with
     * @return the arrays whose names begin so, without it
     */
    public static Parameters read(NpzFile file, String prefix) {
        Parameters p = new Parameters();
        for (String name : file.names()) {
            if (name.startsWith(prefix)) {
                p.put(name.substring(prefix.length()), file.require(name).floats());
            }
        }
        return p;
    }

    /**
     * @param file arrays of a file to be, to which these are added
     * @param prefix what their names begin with there
     */
    public void write(Map<String, NpyArray> file, String prefix) {
        arrays.forEach((name, values) -> file.put(prefix + name, NpyArray.of(values)));
    }

    /**
     * @param other values that are added to those of the same name here
     */
    public void add(Parameters other) {
        other.arrays.forEach((name, values) -> {
            float[] own = get(name);
            for (int k = 0; k < own.length; k++) {
                own[k] += values[k];
            }
        });
    }
}
