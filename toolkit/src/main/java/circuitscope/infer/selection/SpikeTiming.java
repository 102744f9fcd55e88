package circuitscope.infer.selection;

import circuitscope.InputException;
import circuitscope.infer.Request;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * How well models tell when, within a window of tens of milliseconds, held-out spikes come, beyond what neurons share slowly. A
 * spike is compared with other times of its window (conditional likelihood): whatever is constant in a window cancels. The
 * log rate is a slow course and a model's log rate, each with a factor that these spikes choose, so a model that is a proxy for
 * the slow course adds nothing.
 */
public final class SpikeTiming {
    private static final double WINDOW_MS = 50;
    /** Other times that a spike is compared with. */
    private static final int CONTROLS = 12;

    private static final int MOST_SPIKES = 12_000;
    private static final int PIECES = 16;
    private static final int ITERATIONS = 30;

    private final Request request;
    /** Steps in order, each with the neuron and the place of the sample that it belongs to. */
    private final int[] steps;

    private final int[] neurons;
    private final int[] places;
    private final int[] owner;
    private final float[] slow;

    /** Anything that gives a value of each neuron at each step, as a {@link RateModel} does. */
    @FunctionalInterface
    public interface Visits {
        /**
         * @param recording the spikes
         * @param steps steps, increasing
         * @param visitor hears the values, above 0
         */
        void visit(Recording recording, int[] steps, RateModel.Visitor visitor);
    }

    /**
     * @param request a recording with its validation part
     * @param coModulation the slow course of each neuron's rate, up to a constant factor
     * @throws InputException if no spike is in the validation part
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public SpikeTiming(Request request, Visits coModulation) {
        this(request, coModulation, i -> true);
    }

    /**
     * @param request a recording with its validation part
     * @param coModulation the slow course of each neuron's rate, up to a constant factor
     * @param some the neurons whose spikes count
     * @throws InputException if they have no spike in the validation part
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public SpikeTiming(Request request, Visits coModulation, IntPredicate some) {
        this.request = request;
        Recording recording = request.recording();
        int window = (int) Math.max(4, Math.round(WINDOW_MS / recording.dtMs()));
        UniformRandomProvider random = request.random("times that held-out spikes are compared with");
        List<Segment> parts = request.split().validation();
        long[] spikes = recording.spikeCounts(parts);
        long all = IntStream.range(0, spikes.length)
                .filter(some)
                .mapToLong(i -> spikes[i])
                .sum();
        if (all == 0) {
            throw InputException.of("No neuron fires in the validation part, so nothing can be chosen by it.");
        }
        int every = (int) Math.max(1, (all + MOST_SPIKES - 1) / MOST_SPIKES);
        int count = (int) ((all + every - 1) / every);
        long[] samples = new long[count * (CONTROLS + 1)];
        owner = new int[count];
        int taken = 0;
        int seen = 0;
        for (Segment part : parts) {
            int end = recording.firstSpikeFrom(part.end());
            for (int k = recording.firstSpikeFrom(part.start()); k < end; k++) {
                if (some.test(recording.neuronOf(k)) && seen++ % every == 0) {
                    int start = part.start() + (recording.stepOf(k) - part.start()) / window * window;
                    int length = Math.min(window, part.end() - start);
                    owner[taken] = recording.neuronOf(k);
                    for (int c = 0; c <= CONTROLS; c++) {
                        long step = c == 0 ? recording.stepOf(k) : start + random.nextInt(length);
                        int place = taken * (CONTROLS + 1) + c;
                        samples[place] = step << 32 | place;
                    }
                    taken++;
                }
            }
        }
        Arrays.sort(samples);
        steps = Arrays.stream(samples).mapToInt(sample -> (int) (sample >> 32)).toArray();
        places = Arrays.stream(samples).mapToInt(sample -> (int) sample).toArray();
        neurons = Arrays.stream(places)
                .map(place -> owner[place / (CONTROLS + 1)])
                .toArray();
        slow = logs(coModulation);
    }

    /** Log values at all samples, by their place. */
    private float[] logs(Visits visits) {
        float[] logs = new float[steps.length];
        List<Integer> pieces = IntStream.range(0, PIECES).boxed().toList();
        request.workers().silently().map(pieces, "timing of held-out spikes", piece -> {
            int from = (int) ((long) steps.length * piece / PIECES);
            int to = (int) ((long) steps.length * (piece + 1) / PIECES);
            int[] some = Arrays.stream(steps, from, to).distinct().toArray();
            int[] next = {from};
            visits.visit(request.recording(), some, (step, values) -> {
                for (; next[0] < to && steps[next[0]] == step; next[0]++) {
                    logs[places[next[0]]] = (float) Math.log(Math.max(1e-30, values[neurons[next[0]]]));
                }
            });
            return piece;
        });
        return logs;
    }

    /**
     * @param model a model
     * @return log-likelihood that it adds to the slow course, in nats, by neuron, shape (N)
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public double[] gains(Visits model) {
        float[] fast = logs(model);
        double[] alone = likelihoods(best(fast, false), fast);
        double[] both = likelihoods(best(fast, true), fast);
        double[] gains = new double[request.recording().neurons()];
        for (int e = 0; e < owner.length; e++) {
            gains[owner[e]] += both[e] - alone[e];
        }
        return gains;
    }

    /** {@return the number of held-out spikes that are looked at} */
    public int spikes() {
        return owner.length;
    }

    /** Factors of slow course and model. */
    private double[] best(float[] fast, boolean withModel) {
        double[] factors = {0, 0};
        double value = Arrays.stream(likelihoods(factors, fast)).sum();
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] step = step(factors, fast, withModel);
            double share = 1;
            double next = Double.NEGATIVE_INFINITY;
            double[] trial = factors;
            for (int halving = 0; halving < ITERATIONS && !(next >= value); halving++) {
                trial = new double[] {factors[0] + share * step[0], factors[1] + share * step[1]};
                next = Arrays.stream(likelihoods(trial, fast)).sum();
                share /= 2;
            }
            if (!(next > value + 1e-6)) {
                break;
            }
            factors = trial;
            value = next;
        }
        return factors;
    }

    private double[] likelihoods(double[] factors, float[] fast) {
        double[] values = new double[owner.length];
        double[] log = new double[CONTROLS + 1];
        for (int e = 0; e < values.length; e++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c <= CONTROLS; c++) {
                int place = e * (CONTROLS + 1) + c;
                log[c] = factors[0] * slow[place] + factors[1] * fast[place];
                largest = Math.max(largest, log[c]);
            }
            double sum = 0;
            for (double each : log) {
                sum += Math.exp(each - largest);
            }
            values[e] = log[0] - largest - Math.log(sum / (CONTROLS + 1));
        }
        return values;
    }

    /** A Newton step of both factors, or of the first alone. */
    private double[] step(double[] factors, float[] fast, boolean withModel) {
        double[] gradient = new double[2];
        double[][] curvature = {{1e-6, 0}, {0, 1e-6}};
        double[] chance = new double[CONTROLS + 1];
        for (int e = 0; e < owner.length; e++) {
            int first = e * (CONTROLS + 1);
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c <= CONTROLS; c++) {
                chance[c] = factors[0] * slow[first + c] + factors[1] * fast[first + c];
                largest = Math.max(largest, chance[c]);
            }
            double sum = 0;
            for (int c = 0; c <= CONTROLS; c++) {
                chance[c] = Math.exp(chance[c] - largest);
                sum += chance[c];
            }
            double a = 0;
            double b = 0;
            double aa = 0;
            double ab = 0;
            double bb = 0;
            for (int c = 0; c <= CONTROLS; c++) {
                double p = chance[c] / sum;
                double x = slow[first + c];
                double y = fast[first + c];
                a += p * x;
                b += p * y;
                aa += p * x * x;
                ab += p * x * y;
                bb += p * y * y;
            }
            gradient[0] += slow[first] - a;
            gradient[1] += fast[first] - b;
            curvature[0][0] += aa - a * a;
            curvature[0][1] += ab - a * b;
            curvature[1][1] += bb - b * b;
        }
        if (!withModel) {
            return new double[] {gradient[0] / curvature[0][0], 0};
        }
        double cross = curvature[0][1];
        double determinant = curvature[0][0] * curvature[1][1] - cross * cross;
        return new double[] {
            (gradient[0] * curvature[1][1] - gradient[1] * cross) / determinant,
            (gradient[1] * curvature[0][0] - gradient[0] * cross) / determinant
        };
    }
}
