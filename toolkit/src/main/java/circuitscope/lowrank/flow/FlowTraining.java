package circuitscope.lowrank.flow;

import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.Parameters;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.NormalizedGaussianSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Flow matching (Lipman et al. 2023): x_t = (1 - t) x_0 + t x_1 with x_0 from the base, x_1 from the data and t uniform, and the
 * loss |u(x_t, t) - (x_1 - x_0)|^2. Draws of a step depend on its number only, so that a training that was stopped goes on as if
 * it had not been; gradients are summed in one order, whatever the number of threads.
 */
final class FlowTraining {
    static final int CHECKS = 20;
    private static final int DRAWS = 8;
    private static final int CURVE = 100;
    private static final String STAGE = "training a flow";

    private final Examples examples;
    private final Scaling scaling;
    private final Scaling conditionScaling;
    private final FlowOptions options;
    private final long seed;
    private final Workers workers;
    private final VelocityNetwork[] lanes;
    private final Batch[] batches;
    private final Parameters[] gradients;

    FlowTraining(
            Examples examples,
            Scaling scaling,
            Scaling conditionScaling,
            FlowOptions options,
            long seed,
            Workers workers) {
        this.examples = examples;
        this.scaling = scaling;
        this.conditionScaling = conditionScaling;
        this.options = options;
        this.seed = seed;
        this.workers = workers.silently();
        int count = (options.batch() + VelocityNetwork.COLUMNS - 1) / VelocityNetwork.COLUMNS;
        lanes = new VelocityNetwork[count];
        batches = new Batch[count];
        gradients = new Parameters[count];
        for (int k = 0; k < count; k++) {
            lanes[k] = VelocityNetwork.of(examples.dimensions(), examples.conditionCount(), options);
            batches[k] = new Batch();
        }
    }

    /** Columns of a lane: its input, and what its output should be. */
    private final class Batch {
        final float[][] input =
                new float[examples.dimensions() + 1 + examples.conditionCount()][VelocityNetwork.COLUMNS];
        final float[][] start = new float[examples.dimensions()][VelocityNetwork.COLUMNS];
        final float[][] target = new float[examples.dimensions()][VelocityNetwork.COLUMNS];

        /** Draws from some of the examples. */
        void draw(int[] from, int count, UniformRandomProvider random) {
            NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
            options.base().fill(start, count, random);
            for (int x = 0; x < count; x++) {
                put(x, from[random.nextInt(from.length)], random.nextFloat(), normal);
            }
        }

        void put(int x, int example, float time, NormalizedGaussianSampler normal) {
            int size = target.length;
            double[] point = examples.x()[example];
            for (int d = 0; d < size; d++) {
                double value = examples.noise() > 0 ? point[d] + examples.noise() * normal.sample() : point[d];
                float end = (float) scaling.scale(d, value);
                target[d][x] = end - start[d][x];
                input[d][x] = start[d][x] + time * target[d][x];
            }
            input[size][x] = time;
            double[] condition = examples.conditions()[example];
            for (int k = 0; k < condition.length; k++) {
                input[size + 1 + k][x] = (float) conditionScaling.scale(k, condition[k]);
            }
        }
    }

    FlowState begin(int fold) {
        Parameters initial = lanes[0].initial(seed);
        return new FlowState(fold, 0, initial, Adam.of(initial), new double[0], new double[options.folds()][CHECKS]);
    }

    /** Examples that are trained on. */
    private int[] kept(int fold) {
        return IntStream.range(0, examples.x().length)
                .filter(i -> fold >= options.folds() || part(i) != fold)
                .toArray();
    }

    private int[] heldOut(int fold) {
        return IntStream.range(0, examples.x().length)
                .filter(i -> part(i) == fold)
                .toArray();
    }

    /** Examples may be sorted, so that parts take turns. */
    private int part(int example) {
        return example % options.folds();
    }

    /**
     * Goes on until a number of steps.
     *
     * @param state where it stands, whose arrays are changed
     * @param until number of steps to be done
     * @param told hears the number of each step
     */
    FlowState train(FlowState state, int until, Progress told) {
        int[] from = kept(state.fold());
        Parameters p = state.parameters();
        double[][] heldOut = state.heldOut();
        double[] losses = Arrays.copyOf(state.losses(), CURVE);
        int curveStep = Math.max(1, options.steps() / CURVE);
        for (int step = state.step(); step < until; step++) {
            Progress.stopIfInterrupted(STAGE);
            double loss = step(p, state.adam(), from, state.fold(), step);
            int at = Math.min(CURVE - 1, step / curveStep);
            int within = at == CURVE - 1 ? step - at * curveStep : step % curveStep;
            losses[at] += (loss - losses[at]) / (within + 1);
            if (state.fold() < options.folds() && check(step) > check(step - 1)) {
                heldOut[state.fold()][check(step) - 1] = loss(p, heldOut(state.fold()));
            }
            told.update(STAGE, step + 1L, options.steps());
        }
        return new FlowState(state.fold(), until, p, state.adam(), losses, heldOut);
    }

    /** Checks done after a step. */
    private int check(int step) {
        return (int) ((step + 1L) * CHECKS / options.steps());
    }

    /** Steps done at a check. */
    int steps(int check) {
        return (int) Math.ceil((check + 1.0) * options.steps() / CHECKS);
    }

    private double step(Parameters p, Adam adam, int[] from, int fold, int step) {
        double share = 1.0 / ((double) options.batch() * examples.dimensions());
        List<Double> losses = workers.map(lanes.length, STAGE, lane -> {
            int first = lane * VelocityNetwork.COLUMNS;
            int count = Math.min(VelocityNetwork.COLUMNS, options.batch() - first);
            Batch batch = batches[lane];
            batch.draw(from, count, RandomStreams.of(seed, "flow batch", fold, step, lane));
            float[][] slopes = lanes[lane].forward(p, batch.input, count);
            double loss = 0;
            for (int d = 0; d < slopes.length; d++) {
                double sum = 0;
                for (int x = 0; x < count; x++) {
                    float difference = slopes[d][x] - batch.target[d][x];
                    sum += difference * difference;
                    slopes[d][x] = (float) (2 * share) * difference;
                }
                loss += share * sum;
            }
            if (gradients[lane] == null) {
                gradients[lane] = p.zeros();
            } else {
                gradients[lane].values().forEach(values -> Arrays.fill(values, 0));
            }
            lanes[lane].backward(p, slopes, count, gradients[lane]);
            return loss;
        });
        for (int lane = 1; lane < lanes.length; lane++) {
            gradients[0].add(gradients[lane]);
        }
        double rate = options.learningRate() * (1 + Math.cos(Math.PI * step / options.steps())) / 2;
        float left = (float) (1 - rate * options.weightDecay());
        for (String name : p.names()) {
            float[] values = p.get(name);
            for (int k = 0; k < values.length; k++) {
                values[k] *= left;
            }
            adam.singleStep(name, values, gradients[0].get(name), rate, step + 1L);
        }
        return losses.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Loss of some examples, each at several times that are drawn once and for all. */
    private double loss(Parameters p, int[] of) {
        Batch batch = batches[0];
        double sum = 0;
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int first = 0; first < of.length; first += VelocityNetwork.COLUMNS) {
                int count = Math.min(VelocityNetwork.COLUMNS, of.length - first);
                UniformRandomProvider random = RandomStreams.of(seed, "flow held out", draw, first);
                NormalizedGaussianSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
                options.base().fill(batch.start, count, random);
                for (int x = 0; x < count; x++) {
                    batch.put(x, of[first + x], (draw + random.nextFloat()) / DRAWS, normal);
                }
                float[][] output = lanes[0].forward(p, batch.input, count);
                for (int d = 0; d < output.length; d++) {
                    for (int x = 0; x < count; x++) {
                        double difference = output[d][x] - batch.target[d][x];
                        sum += difference * difference;
                    }
                }
            }
        }
        return sum / ((double) DRAWS * of.length * examples.dimensions());
    }
}
