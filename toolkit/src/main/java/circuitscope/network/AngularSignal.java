package circuitscope.network;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/** An angle theta over time that steers a network, such as a head direction. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AngularSignal.Sinusoid.class, name = "sinusoid"),
    @JsonSubTypes.Type(value = AngularSignal.BandLimited.class, name = "band-limited"),
    @JsonSubTypes.Type(value = AngularSignal.Trace.class, name = "trace")
})
public sealed interface AngularSignal permits AngularSignal.Sinusoid, AngularSignal.BandLimited, AngularSignal.Trace {
    /**
     * @param count number of samples
     * @param stepMs time between samples in ms
     * @return theta in rad from the start on, shape (count)
     * @throws InputException if the signal is not known for so long
     */
    double[] sample(int count, double stepMs);

    /**
     * Swings around 0: amplitude sin(2 pi t / period).
     *
     * @param amplitude largest angle in rad
     * @param periodMs period in ms
     */
    record Sinusoid(double amplitude, double periodMs) implements AngularSignal {
        /**
         * @param amplitude largest angle in rad
         * @param periodMs period in ms
         * @throws InputException if the amplitude is not in (0, pi], or the period not positive
         */
        public Sinusoid {
            InputException.requireBetween("Amplitude of theta in rad", amplitude, Double.MIN_VALUE, Math.PI);
            InputException.requirePositive("Period of theta in ms", periodMs);
        }

        @Override
        public double[] sample(int count, double stepMs) {
            double[] theta = new double[count];
            for (int k = 0; k < count; k++) {
                theta[k] = amplitude * StrictMath.sin(2 * Math.PI * (k * stepMs / periodMs));
            }
            return theta;
        }
    }

    /**
     * A random signal around 0 without frequencies above a highest one: a sum of {@value #COMPONENTS} waves with random
     * amplitudes and phases, spread evenly over the band.
     *
     * @param deviation root of the mean square of theta in rad
     * @param highestHz highest frequency in Hz
     * @param seed seed of amplitudes and phases
     */
    record BandLimited(double deviation, double highestHz, long seed) implements AngularSignal {
        private static final int COMPONENTS = 50;

        /**
         * @param deviation root of the mean square of theta in rad
         * @param highestHz highest frequency in Hz
         * @param seed seed of amplitudes and phases
         * @throws InputException if the deviation is not in (0, pi], or the frequency not positive
         */
        public BandLimited {
            InputException.requireBetween("Deviation of theta in rad", deviation, Double.MIN_VALUE, Math.PI);
            InputException.requirePositive("Highest frequency of theta in Hz", highestHz);
        }

        @Override
        public double[] sample(int count, double stepMs) {
            UniformRandomProvider random = RandomStreams.of(seed, "angular signal");
            ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
            double size = deviation / Math.sqrt(COMPONENTS);
            double[] theta = new double[count];
            for (int c = 0; c < COMPONENTS; c++) {
                // two independent normal amplitudes of variance 1 give a mean square of 1
                double cosine = size * normal.sample();
                double sine = size * normal.sample();
                double perSample = 2 * Math.PI * highestHz * (c + random.nextDouble()) / COMPONENTS * stepMs / 1000;
                // the next sample by a rotation: exact enough, and the same on every machine
                double turnCosine = StrictMath.cos(perSample);
                double turnSine = StrictMath.sin(perSample);
                double x = 1;
                double y = 0;
                for (int k = 0; k < count; k++) {
                    theta[k] += cosine * x + sine * y;
                    double next = x * turnCosine - y * turnSine;
                    y = x * turnSine + y * turnCosine;
                    x = next;
                }
            }
            return theta;
        }
    }

    /**
     * A measured angle, such as the head direction of an animal; between samples it turns the shorter way.
     *
     * @param radians the samples in rad
     * @param periodMs time between samples in ms
     */
    record Trace(double[] radians, double periodMs) implements AngularSignal {
        /**
         * @param radians the samples in rad
         * @param periodMs time between samples in ms
         * @throws InputException if there is no sample, one is not finite, or the period is not positive
         */
        public Trace {
            InputException.requireBetween("Samples of theta", radians.length, 1, Integer.MAX_VALUE);
            for (int k = 0; k < radians.length; k++) {
                if (!Double.isFinite(radians[k])) {
                    throw InputException.of(
                            "theta, sample %d: found %s, expected a number; fill or leave out what was not measured.",
                            k, radians[k]);
                }
            }
            InputException.requirePositive("Time between samples of theta in ms", periodMs);
        }

        @Override
        public double[] sample(int count, double stepMs) {
            if ((count - 1) * stepMs > radians.length * periodMs) {
                throw InputException.of(
                        "theta is known for %s ms, but needed for %s ms; give a longer one or simulate less.",
                        radians.length * periodMs, count * stepMs);
            }
            double[] theta = new double[count];
            for (int k = 0; k < count; k++) {
                double at = Math.min(k * stepMs / periodMs, radians.length - 1.0);
                int before = (int) at;
                double first = radians[before];
                double way = radians[Math.min(before + 1, radians.length - 1)] - first;
                theta[k] = wrapped(first + (at - before) * wrapped(way));
            }
            return theta;
        }

        private static double wrapped(double angle) {
            return angle - 2 * Math.PI * Math.rint(angle / (2 * Math.PI));
        }
    }
}
