package circuitscope.infer.sampling;

import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Steps at which the integral of the rates is taken: one drawn uniformly in every run of {@code stride} steps, with the
 * run's length as its weight. The weighted sum of any function over them is an unbiased estimate of its sum over all steps.
 *
 * @param step the steps, increasing
 * @param weight number of steps that each stands for
 */
public record SampledSteps(int[] step, double[] weight) {
    /** Of important steps, drawn evenly, whatever the rates. */
    private static final double EVEN_SHARE = 0.3;

    private static final long LEAST_ENOUGH = 400_000;
    private static final long PRODUCTS = 40_000_000_000L;

    /**
     * @param stretches stretches of time in order
     * @param stride length of a run
     * @param random where the steps are drawn from
     * @return one step of every run
     */
    public static SampledSteps draw(List<Segment> stretches, int stride, UniformRandomProvider random) {
        int count = stretches.stream()
                .mapToInt(part -> (part.length() - 1) / stride + 1)
                .sum();
        int[] step = new int[count];
        double[] weight = new double[count];
        int k = 0;
        for (Segment part : stretches) {
            for (int start = part.start(); start < part.end(); start += stride) {
                int length = Math.min(stride, part.end() - start);
                step[k] = start + random.nextInt(length);
                weight[k++] = length;
            }
        }
        return new SampledSteps(step, weight);
    }

    /**
     * @param most largest number of steps
     * @return every n-th step with weights to match, so that at most so many are left
     */
    public SampledSteps thinned(int most) {
        int every = Math.max(1, (step.length + most - 1) / most);
        int count = (step.length - 1) / every + 1;
        int[] thinStep = new int[count];
        double[] thinWeight = new double[count];
        for (int k = 0; k < count; k++) {
            thinStep[k] = step[k * every];
            thinWeight[k] = weight[k * every] * every;
        }
        return new SampledSteps(thinStep, thinWeight);
    }

    /**
     * Steps for the integral of rates that are nearly 0 most of the time: evenly drawn ones would miss the few moments in which
     * spikes come.
     *
     * @param rate guesses of the sum of rates at each of these steps, shape (steps)
     * @param count number of draws
     * @return steps drawn mostly in proportion to the rates, and 3 in 10 evenly, with weights to match; some come several times
     */
    public SampledSteps important(double[] rate, int count) {
        double total = Arrays.stream(rate).sum();
        double[] chance = Arrays.stream(rate)
                .map(r -> EVEN_SHARE / rate.length + (1 - EVEN_SHARE) * r / total)
                .toArray();
        int[] drawn = SystematicSample.of(chance, count);
        return new SampledSteps(
                Arrays.stream(drawn).map(k -> step[k]).toArray(),
                Arrays.stream(drawn)
                        .mapToDouble(k -> weight[k] / (chance[k] * count))
                        .toArray());
    }

    /**
     * How many steps are enough: a pass over them takes time with the square of the number of neurons, and more steps than
     * these hardly lessen the noise of the integral beside that of the spikes.
     *
     * @param neurons number of neurons
     * @return number of steps
     */
    public static int enough(int neurons) {
        return (int) Math.max(LEAST_ENOUGH, Math.min(Integer.MAX_VALUE / 2, PRODUCTS / neurons / neurons));
    }

    /**
     * @param from a step of the recording
     * @return number of the first drawn step at or after it
     */
    public int firstFrom(int from) {
        int found = Arrays.binarySearch(step, from);
        return found < 0 ? -found - 1 : found;
    }

    /** {@return the number of drawn steps} */
    public int size() {
        return step.length;
    }

    /**
     * @param length largest number of drawn steps in a piece
     * @return numbers of drawn steps in runs, for parallel work
     */
    public List<Segment> pieces(int length) {
        List<Segment> pieces = new ArrayList<>();
        for (int start = 0; start < size(); start += length) {
            pieces.add(new Segment(start, Math.min(size(), start + length)));
        }
        return pieces;
    }
}
