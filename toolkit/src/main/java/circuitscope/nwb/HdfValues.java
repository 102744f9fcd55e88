package circuitscope.nwb;

import circuitscope.InputException;
import java.lang.reflect.Array;

/** What the HDF5 reader gives, as numbers and texts. */
final class HdfValues {
    private HdfValues() {}

    /** One number, or an array of such of any kind and one axis. */
    static double[] numbers(String where, Object data) {
        if (data instanceof double[] numbers) {
            return numbers;
        }
        if (data instanceof Number number) {
            return new double[] {number.doubleValue()};
        }
        if (data == null) {
            return new double[0];
        }
        if (!data.getClass().isArray()) {
            throw notNumbers(where, data);
        }
        int length = Array.getLength(data);
        double[] numbers = new double[length];
        for (int k = 0; k < length; k++) {
            if (!(Array.get(data, k) instanceof Number number)) {
                throw notNumbers(where, data);
            }
            numbers[k] = number.doubleValue();
        }
        return numbers;
    }

    private static InputException notNumbers(String where, Object data) {
        return InputException.of(
                "%s holds %s, expected numbers.", where, data.getClass().getSimpleName());
    }

    static String[] texts(Object data) {
        if (data == null || !data.getClass().isArray()) {
            return data == null ? new String[0] : new String[] {String.valueOf(data)};
        }
        String[] texts = new String[Array.getLength(data)];
        for (int k = 0; k < texts.length; k++) {
            texts[k] = String.valueOf(Array.get(data, k));
        }
        return texts;
    }

    /** One text; the first of several. */
    static String text(Object data) {
        String[] texts = texts(data);
        return texts.length == 0 ? "" : texts[0];
    }
}
