package circuitscope.spikes;

import circuitscope.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * An angle theta beside the spikes as inputs of every neuron: cos theta, sin theta, cos 2 theta, sin 2 theta and so on; all 0
 * where the angle is unknown. The paper's encoder (Appendix B.1, Eqs. 16-18) has theta - theta_i - b for neuron i, with a
 * preferred angle theta_i that is given; a cosine and a sine hold any preferred angle, so it is learned.
 */
public final class AngleHarmonics {
    private final Covariate.Circular angle;
    private final int harmonics;

    private AngleHarmonics(Covariate.Circular angle, int harmonics) {
        this.angle = angle;
        this.harmonics = harmonics;
    }

    /** {@return no inputs} */
    public static AngleHarmonics none() {
        return new AngleHarmonics(null, 0);
    }

    /**
     * @param recording spikes with an angle
     * @param harmonics number of harmonics; 0 for none, whether the recording has an angle or not
     * @return the inputs of a recording
     * @throws InputException if it has no angle
     */
    public static AngleHarmonics of(Recording recording, int harmonics) {
        return harmonics == 0
                ? none()
                : new AngleHarmonics(
                        recording
                                .angle()
                                .orElseThrow(() -> InputException.of(
                                        "The recording has no angle, expected one for %d harmonics of tuning; add it to"
                                                + " the recording, or take 0 harmonics.",
                                        harmonics)),
                        harmonics);
    }

    /**
     * @param stretches where the inputs are used
     * @return the same inputs
     * @throws InputException if the angle takes too few values there to tell them from each other and from the bias
     */
    public AngleHarmonics requireVariable(List<Segment> stretches) {
        if (harmonics > 0) {
            long values = stretches.stream()
                    .flatMapToDouble(part -> DoubleStream.of(Arrays.copyOfRange(
                            angle.radians(), part.start() / angle.period(), (part.end() - 1) / angle.period() + 1)))
                    .filter(value -> !Double.isNaN(value))
                    .distinct()
                    .count();
            if (values <= size()) {
                throw InputException.of(
                        "%s takes %d values in the training part, expected more than %d for %d harmonics of tuning; take"
                                + " fewer harmonics, or none.",
                        angle.name(), values, size(), harmonics);
            }
        }
        return this;
    }

    /** {@return the number of inputs, two per harmonic} */
    public int size() {
        return 2 * harmonics;
    }

    /**
     * @param step a step
     * @param k number of an input
     * @return the input there
     */
    public double at(int step, int k) {
        return of(angle.at(step), k);
    }

    /**
     * @param theta an angle in rad
     * @param k number of an input
     * @return the input at this angle; 0 if it is NaN
     */
    public static double of(double theta, int k) {
        double multiple = (k / 2 + 1) * theta;
        return Double.isNaN(multiple) ? 0 : k % 2 == 0 ? Math.cos(multiple) : Math.sin(multiple);
    }
}
