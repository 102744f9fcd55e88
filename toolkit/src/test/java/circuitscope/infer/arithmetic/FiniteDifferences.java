package circuitscope.infer.arithmetic;

import java.util.function.DoubleSupplier;

/** Slopes of what depends on numbers in an array, for tests of gradients. */
public final class FiniteDifferences {
    private FiniteDifferences() {}

    /** {@return the central difference by one number of an array, which is left as it was} */
    public static double slope(float[] values, int place, float step, DoubleSupplier value) {
        float kept = values[place];
        values[place] = kept + step;
        double above = value.getAsDouble();
        values[place] = kept - step;
        double below = value.getAsDouble();
        values[place] = kept;
        return (above - below) / (2 * (double) step);
    }

    /** {@return the central difference by one number of an array, which is left as it was} */
    public static double slope(double[] values, int place, double step, DoubleSupplier value) {
        double kept = values[place];
        values[place] = kept + step;
        double above = value.getAsDouble();
        values[place] = kept - step;
        double below = value.getAsDouble();
        values[place] = kept;
        return (above - below) / (2 * step);
    }
}
