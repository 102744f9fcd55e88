package circuitscope.lowrank.flow;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.infer.arithmetic.Parameters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * A continuous normalizing flow, trained by flow matching: samples of the base are carried along dx/dt = u(x, t, condition) from
 * t = 0 to 1, and have the distribution of the data then. Chen et al. 2018; Lipman et al. 2023.
 */
public final class Flow {
    /** Steps between two looks at the clock. */
    private static final int STRETCH = 100;

    private static final double SECONDS_BETWEEN_CHECKPOINTS = 10;
    /** Columns that one thread takes at a time. */
    private static final int PIECE = 8 * VelocityNetwork.COLUMNS;

    private final int dimensions;
    private final int conditions;
    private final FlowOptions options;
    private final Parameters parameters;
    private final Scaling scaling;
    private final Scaling conditionScaling;
    private final int steps;
    private final double[] losses;
    private final double[][] heldOut;

    Flow(
            int dimensions,
            int conditions,
            FlowOptions options,
            Parameters parameters,
            Scaling scaling,
            Scaling conditionScaling,
            int steps,
            double[] losses,
            double[][] heldOut) {
        this.dimensions = dimensions;
        this.conditions = conditions;
        this.options = options;
        this.parameters = parameters;
        this.scaling = scaling;
        this.conditionScaling = conditionScaling;
        this.steps = steps;
        this.losses = losses;
        this.heldOut = heldOut;
    }

    /**
     * @param x points of the distribution, shape (count, D)
     * @param options choices
     * @param seed seed of all random numbers
     * @param workers threads, and who hears how far it has come
     * @return the trained flow
     * @throws InputException if there are fewer than two points, or one is not finite, or a dimension does not vary
     */
    public static Flow fit(double[][] x, FlowOptions options, long seed, Workers workers) {
        return fit(x, new double[x.length][0], 0, options, seed, workers, Optional.empty());
    }

    /**
     * @param x points of the distribution, shape (count, D)
     * @param conditions what each is conditioned on, shape (count, C), C = 0 for none
     * @param noise s.d. of normal noise that is added to a point anew each time it is drawn
     * @param options choices
     * @param seed seed of all random numbers
     * @param workers threads, and who hears how far it has come
     * @param checkpoint file that holds the state of the training about every ten seconds; one of the same training is taken up
     * @return the trained flow, the same whether it was stopped in between or not
     * @throws InputException if there are fewer than two points, or one is not finite, or a dimension does not vary, or the
     *     checkpoint is of another training
     */
    public static Flow fit(
            double[][] x,
            double[][] conditions,
            double noise,
            FlowOptions options,
            long seed,
            Workers workers,
            Optional<Path> checkpoint) {
        Examples examples = new Examples(x, conditions, noise);
        if (options.folds() > 0 && x.length < options.folds()) {
            throw InputException.of("%d points for %d folds, expected as many at least.", x.length, options.folds());
        }
        Scaling scaling = Scaling.of(noisy(examples, seed), options.compressed());
        Scaling conditionScaling = Scaling.of(conditions, options.compressed());
        FlowTraining training = new FlowTraining(examples, scaling, conditionScaling, options, seed, workers);
        Optional<FlowCheckpoint> file = checkpoint.map(path -> new FlowCheckpoint(path, examples, options, seed));
        FlowState state = file.flatMap(FlowCheckpoint::read).orElseGet(() -> training.begin(0));
        long saved = System.nanoTime();
        int until = state.fold() < options.folds() ? options.steps() : best(training, state.heldOut(), options);
        while (state.fold() < options.folds() || state.step() < until) {
            Progress told = told(workers, state.fold(), options);
            state = training.train(state, Math.min(until, state.step() + STRETCH), told);
            if (state.fold() < options.folds() && state.step() == until) {
                FlowState next = training.begin(state.fold() + 1);
                state = new FlowState(next.fold(), 0, next.parameters(), next.adam(), next.losses(), state.heldOut());
                until = next.fold() < options.folds() ? options.steps() : best(training, state.heldOut(), options);
            }
            if (file.isPresent() && System.nanoTime() - saved > SECONDS_BETWEEN_CHECKPOINTS * 1e9) {
                file.get().write(state);
                saved = System.nanoTime();
            }
        }
        if (file.isPresent()) {
            file.get().write(state);
        }
        return new Flow(
                examples.dimensions(),
                examples.conditionCount(),
                options,
                state.parameters(),
                scaling,
                conditionScaling,
                until,
                state.losses(),
                state.heldOut());
    }

    private static Progress told(Workers workers, int fold, FlowOptions options) {
        long before = (long) fold * options.steps();
        long all = (options.folds() + 1L) * options.steps();
        return (stage, done, total) -> workers.progress().update(stage, before + done, all);
    }

    /** Number of steps after which the mean held-out loss of the folds is lowest. */
    private static int best(FlowTraining training, double[][] heldOut, FlowOptions options) {
        if (options.folds() == 0) {
            return options.steps();
        }
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int check = 0; check < FlowTraining.CHECKS; check++) {
            double sum = 0;
            for (double[] fold : heldOut) {
                sum += fold[check];
            }
            if (sum < least) {
                least = sum;
                best = check;
            }
        }
        return Math.min(options.steps(), training.steps(best));
    }

    private static double[][] noisy(Examples examples, long seed) {
        if (examples.noise() == 0) {
            return examples.x();
        }
        var normal = ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(seed, "flow scaling"));
        return Arrays.stream(examples.x())
                .map(row -> Arrays.stream(row)
                        .map(value -> value + examples.noise() * normal.sample())
                        .toArray())
                .toArray(double[][]::new);
    }

    /** {@return the number D of dimensions} */
    public int dimensions() {
        return dimensions;
    }

    /** {@return the number C of numbers that a sample is conditioned on} */
    public int conditions() {
        return conditions;
    }

    /** {@return the choices it was trained with} */
    public FlowOptions options() {
        return options;
    }

    /** {@return training steps that its weights had} */
    public int steps() {
        return steps;
    }

    /** {@return mean training loss over each hundredth of the steps that were asked for, 0 where training had ended} */
    public double[] losses() {
        return losses.clone();
    }

    /** {@return held-out loss of each fold after each twentieth of the steps, shape (folds, 20)} */
    public double[][] heldOutLosses() {
        return Arrays.stream(heldOut).map(double[]::clone).toArray(double[][]::new);
    }

    Parameters parameters() {
        return parameters;
    }

    Scaling scaling() {
        return scaling;
    }

    Scaling conditionScaling() {
        return conditionScaling;
    }

    /**
     * @param count number of samples
     * @param seed seed of all random numbers
     * @param workers threads
     * @return samples, shape (count, D)
     * @throws InputException if the flow is conditional, or the number is out of range
     */
    public double[][] sample(int count, long seed, Workers workers) {
        InputException.requireBetween("Number of samples", count, 1, 100_000_000);
        return sample(new double[count][0], seed, workers);
    }

    /**
     * @param given what each sample is conditioned on, shape (count, C)
     * @param seed seed of all random numbers
     * @param workers threads
     * @return one sample for each, shape (count, D)
     * @throws InputException if conditions have another length
     */
    public double[][] sample(double[][] given, long seed, Workers workers) {
        requireConditions(given);
        double[][] samples = new double[given.length][dimensions];
        blocks(given, workers, "sampling from a flow", (block, velocity, first, count) -> {
            float[][] state = new float[dimensions][count];
            options.base().fill(state, count, RandomStreams.of(seed, "flow sample", first));
            options.integrator().run(velocity, state, count, 0, 1);
            for (int x = 0; x < count; x++) {
                for (int d = 0; d < dimensions; d++) {
                    samples[first + x][d] = scaling.restore(d, state[d][x]);
                }
            }
        });
        return samples;
    }

    /**
     * Log of the density, from the divergence of u along the way back to the base, which is exact.
     *
     * @param x points, shape (count, D)
     * @param given what each is conditioned on, shape (count, C)
     * @param workers threads
     * @return log of the density at each, shape (count)
     * @throws InputException if shapes do not fit
     */
    public double[] logDensity(double[][] x, double[][] given, Workers workers) {
        requireConditions(given);
        if (x.length != given.length || x.length > 0 && x[0].length != dimensions) {
            throw InputException.of("%d points, expected %d with %d numbers each.", x.length, given.length, dimensions);
        }
        double[] logs = new double[x.length];
        blocks(given, workers, "integrating densities", (block, velocity, first, count) -> {
            float[][] state = new float[dimensions + 1][count];
            for (int k = 0; k < count; k++) {
                for (int d = 0; d < dimensions; d++) {
                    state[d][k] = (float) scaling.scale(d, x[first + k][d]);
                }
            }
            Integrator.Velocity both = (time, now, slope) -> {
                velocity.at(time, now, slope);
                block.divergence(parameters, count, slope[dimensions]);
            };
            options.integrator().run(both, state, count, 1, 0);
            double[] start = new double[dimensions];
            for (int k = 0; k < count; k++) {
                // the last row is the integral of the divergence from 1 to 0, minus that from 0 to 1
                logs[first + k] = state[dimensions][k];
                for (int d = 0; d < dimensions; d++) {
                    start[d] = state[d][k];
                    logs[first + k] += scaling.logSlope(d, x[first + k][d]);
                }
                logs[first + k] += options.base().logDensity(start);
            }
        });
        return logs;
    }

    private void requireConditions(double[][] given) {
        if (given.length > 0 && given[0].length != conditions) {
            throw InputException.of("Conditions of %d numbers, expected %d.", given[0].length, conditions);
        }
    }

    /** What is done with a block of columns. */
    @FunctionalInterface
    private interface Work {
        void on(VelocityNetwork network, Integrator.Velocity velocity, int first, int count);
    }

    private void blocks(double[][] given, Workers workers, String stage, Work work) {
        int pieces = (given.length + PIECE - 1) / PIECE;
        workers.map(pieces, stage, piece -> {
            VelocityNetwork network = VelocityNetwork.of(dimensions, conditions, options);
            float[][] input = new float[dimensions + 1 + conditions][VelocityNetwork.COLUMNS];
            int end = Math.min(given.length, (piece + 1) * PIECE);
            for (int first = piece * PIECE; first < end; first += VelocityNetwork.COLUMNS) {
                Progress.stopIfInterrupted(stage);
                int count = Math.min(VelocityNetwork.COLUMNS, end - first);
                for (int k = 0; k < conditions; k++) {
                    for (int x = 0; x < count; x++) {
                        input[dimensions + 1 + k][x] = (float) conditionScaling.scale(k, given[first + x][k]);
                    }
                }
                Integrator.Velocity velocity = (time, now, slope) -> {
                    Arrays.fill(input[dimensions], 0, count, (float) time);
                    for (int d = 0; d < dimensions; d++) {
                        System.arraycopy(now[d], 0, input[d], 0, count);
                    }
                    float[][] output = network.forward(parameters, input, count);
                    for (int d = 0; d < dimensions; d++) {
                        System.arraycopy(output[d], 0, slope[d], 0, count);
                    }
                };
                work.on(network, velocity, first, count);
            }
            return List.of();
        });
    }
}
