package circuitscope.infer.glm;

import circuitscope.InputException;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * An angle theta beside the spikes as inputs of every neuron: cos theta, sin theta, cos 2 theta, sin 2 theta and so on; all 0
 * where the angle is unknown. The paper's encoder (Appendix B.1, Eqs. 16-18) has theta - theta_i - b for neuron i, with a
 * preferred angle theta_i that is given; a cosine and a sine hold any preferred angle, so it is learned.
 */
final class AngleTuning {
    private final Covariate.Circular angle;
    private final int harmonics;

    private AngleTuning(Covariate.Circular angle, int harmonics) {
        this.angle = angle;
        this.harmonics = harmonics;
    }

    static AngleTuning none() {
        return new AngleTuning(null, 0);
    }

    /** The inputs of a recording; none for 0 harmonics, whether it has an angle or not. */
    static AngleTuning of(Recording recording, int harmonics) {
        return harmonics == 0
                ? none()
                : new AngleTuning(
                        recording
                                .angle()
                                .orElseThrow(() -> InputException.of(
                                        "The recording has no angle, expected one for %d harmonics of tuning; add it to"
                                                + " the recording, or take 0 harmonics.",
                                        harmonics)),
                        harmonics);
    }

    /** The same inputs, if the angle takes enough values in these stretches to tell them from each other and from the bias. */
    AngleTuning requireVariable(List<Segment> stretches) {
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

    /** Number of inputs, two per harmonic. */
    int size() {
        return 2 * harmonics;
    }

    /** Input k at a step. */
    double at(int step, int k) {
        double theta = (k / 2 + 1) * angle.at(step);
        return Double.isNaN(theta) ? 0 : k % 2 == 0 ? Math.cos(theta) : Math.sin(theta);
    }
}
