package circuitscope.infer.gnn;

import circuitscope.InputException;
import circuitscope.infer.linkglm.LinkGlmOptions;
import circuitscope.infer.messagepassing.Architecture;
import java.util.List;

/**
 * Settings of the graph neural network.
 *
 * @param architecture shape of the network
 * @param start where the weights come from
 * @param preconditioner how unconstrained weights are learned; counts for {@link Start#UNCONSTRAINED} only
 * @param engine what computes the messages
 * @param dimensions sizes of the embedding z to choose from; only the first counts from random values
 * @param batch rows of a training step
 * @param schedule learning rates and passes over the spikes
 * @param teacher settings of the teacher
 */
public record GnnOptions(
        Architecture architecture,
        Start start,
        Preconditioner preconditioner,
        Engine engine,
        List<Integer> dimensions,
        Batch batch,
        Schedule schedule,
        LinkGlmOptions teacher) {
    private static final int LEAST_TIMES = 4;

    /** Where the weights come from. */
    public enum Start {
        /** Weights of a GLM with a learned link, distilled into z and MLP. */
        TEACHER,
        /** Unconstrained weights that are learned together with the prediction module first, then distilled. */
        UNCONSTRAINED,
        /** z and MLP from random values, as in the paper. */
        RANDOM
    }

    /** What a step of unconstrained weights is made of. */
    public enum Preconditioner {
        /** The gradient by the weights. */
        NONE,
        /** The gradient by v, w = v C^(-1/2), C the covariance of filtered spikes. */
        WHITENED,
        /** The gradient by v, w_i = v_i F_i^(-1/2), F_i the Fisher information of each neuron, a running mean. */
        FISHER
    }

    /** What computes the messages. */
    public enum Engine {
        /** Kernels in Java that use what is sparse and shared. */
        FUSED,
        /** The engine's operators alone, as the equations are written. */
        OPERATORS
    }

    /** Which rows (neuron, time) a training step sees. */
    public enum Rows {
        /** Spikes, each once in an epoch, and a few times for the integral. */
        EVENTS,
        /** All neurons at uniformly drawn time steps. */
        WHOLE_STEPS
    }

    /**
     * Rows of a training step.
     *
     * @param rows which they are
     * @param spikes how many spikes; they also set the number of steps in an epoch
     * @param integral at how many rows (neuron, time) the integral of the rates is taken, all neurons at a time
     */
    public record Batch(Rows rows, int spikes, int integral) {
        /**
         * @param rows which rows
         * @param spikes how many spikes
         * @param integral at how many rows the integral of the rates is taken
         * @throws InputException if a number is out of range
         */
        public Batch {
            InputException.requireBetween("GNN spikes per batch", spikes, 1, 1 << 24);
            InputException.requireBetween("GNN rows of the integral per batch", integral, 1, 1 << 24);
        }

        int times(int neurons) {
            return Math.max(LEAST_TIMES, integral / neurons);
        }
    }

    /**
     * Learning rates and passes over the spikes. Both phases decay exponentially; the second begins lower.
     *
     * @param learningRate learning rate of Adam at the start
     * @param finalShare share of the learning rate that is left at the end of a phase
     * @param structureShare learning rate of z and MLP, relative to that of the rest
     * @param predictionEpochs passes with the weights of the teacher, or with unconstrained weights
     * @param jointEpochs passes that train everything together
     * @param mostSteps most training steps of both phases together, which are shortened alike; the layers are shared by all
     *     neurons, so more neurons do not need more steps. Where spikes are few, both are lengthened alike to {@value
     *     #LEAST_STEPS} steps, or to {@value #MOST_PASSES} passes, unless fewer steps are asked for
     */
    public record Schedule(
            double learningRate,
            double finalShare,
            double structureShare,
            double predictionEpochs,
            double jointEpochs,
            long mostSteps) {
        private static final int LEAST_STEPS = 1000;
        private static final int MOST_PASSES = 40;

        /**
         * @param learningRate learning rate at the start
         * @param finalShare share of it at the end of a phase
         * @param structureShare learning rate of z and MLP, relative to the rest
         * @param predictionEpochs passes of the first phase
         * @param jointEpochs passes that train everything
         * @param mostSteps most training steps of both phases together
         * @throws InputException if a number is out of range
         */
        public Schedule {
            InputException.requirePositive("GNN learning rate", learningRate);
            InputException.requireBetween("GNN final share of the learning rate", finalShare, 1e-6, 1);
            InputException.requireBetween(
                    "GNN learning rate of z and MLP, relative to the rest", structureShare, 0, 1000);
            InputException.requireBetween("GNN epochs of prediction", predictionEpochs, 0, 1e6);
            InputException.requireBetween("GNN epochs of everything", jointEpochs, 0, 1e6);
            if (mostSteps < 0) {
                throw InputException.of("GNN training steps are at most %d, expected 0 or more.", mostSteps);
            }
        }

        /**
         * @param prediction passes of the first phase
         * @param joint passes that train everything
         * @return the same rates for other passes
         */
        public Schedule withEpochs(double prediction, double joint) {
            return new Schedule(learningRate, finalShare, structureShare, prediction, joint, mostSteps);
        }

        /**
         * @param most most training steps of both phases together
         * @return the same rates and passes for as many steps at most
         */
        public Schedule withMostSteps(long most) {
            return new Schedule(learningRate, finalShare, structureShare, predictionEpochs, jointEpochs, most);
        }

        /** Steps of the first phase. */
        long predictionSteps(long batchesPerEpoch) {
            return Math.round(predictionEpochs * batchesPerEpoch * share(batchesPerEpoch));
        }

        /** Steps of the second phase. */
        long jointSteps(long batchesPerEpoch) {
            return Math.round(jointEpochs * batchesPerEpoch * share(batchesPerEpoch));
        }

        private double share(long batchesPerEpoch) {
            double asked = (predictionEpochs + jointEpochs) * batchesPerEpoch;
            double least = mostSteps < LEAST_STEPS ? 0 : Math.min(LEAST_STEPS, MOST_PASSES * (double) batchesPerEpoch);
            return asked == 0 ? 1 : Math.min(Math.max(asked, least), mostSteps) / asked;
        }
    }

    /**
     * @param architecture shape of the network
     * @param start where the weights come from
     * @param preconditioner how unconstrained weights are learned
     * @param engine what computes the messages
     * @param dimensions sizes of the embedding to choose from
     * @param batch rows of a training step
     * @param schedule learning rates and passes
     * @param teacher settings of the teacher
     * @throws InputException if there is no size of the embedding, or one below 1, or the engine can't do what is asked for
     */
    public GnnOptions {
        dimensions = List.copyOf(dimensions);
        if (dimensions.isEmpty() || dimensions.stream().anyMatch(k -> k < 1)) {
            throw InputException.of(
                    "The GNN's sizes of the embedding are %s, expected one or more sizes from 1 on.", dimensions);
        }
        if (start == Start.UNCONSTRAINED
                && preconditioner == Preconditioner.FISHER
                && (engine != Engine.FUSED || batch.rows() != Rows.EVENTS)) {
            throw InputException.of(
                    "The Fisher information of unconstrained weights needs the gradient of each spike, expected the engine FUSED and the"
                            + " rows EVENTS, found %s and %s; change them, or choose another preconditioner.",
                    engine, batch.rows());
        }
    }

    /** {@return settings that read 8 minutes of 100 neurons in minutes} */
    public static GnnOptions standard() {
        return new GnnOptions(
                Architecture.standard(),
                Start.TEACHER,
                Preconditioner.FISHER,
                Engine.FUSED,
                List.of(2, 3),
                new Batch(Rows.EVENTS, 1024, 2400),
                new Schedule(1e-2, 0.02, 0.1, 0.25, 0.1, 1000),
                LinkGlmOptions.standard());
    }

    /**
     * The settings of the paper: from random values, with Adam at 5e-4. The number of passes is not given there; one pass over
     * the steps in batches of 16 takes more than a day on two cores.
     *
     * @return the published settings
     */
    public static GnnOptions published() {
        return new GnnOptions(
                Architecture.published(),
                Start.RANDOM,
                Preconditioner.NONE,
                Engine.FUSED,
                List.of(32),
                new Batch(Rows.WHOLE_STEPS, 10, 1600),
                new Schedule(5e-4, 0.02, 1, 0, 1, Long.MAX_VALUE),
                LinkGlmOptions.standard());
    }

    /**
     * @param other shape of the network
     * @return the same settings with another shape
     */
    public GnnOptions withArchitecture(Architecture other) {
        return new GnnOptions(other, start, preconditioner, engine, dimensions, batch, schedule, teacher);
    }

    /**
     * @param other where the weights come from
     * @return the same settings with another start
     */
    public GnnOptions withStart(Start other) {
        return new GnnOptions(architecture, other, preconditioner, engine, dimensions, batch, schedule, teacher);
    }

    /**
     * @param other how unconstrained weights are learned
     * @return the same settings with weights learned in this way
     */
    public GnnOptions withUnconstrainedWeights(Preconditioner other) {
        return new GnnOptions(architecture, Start.UNCONSTRAINED, other, engine, dimensions, batch, schedule, teacher);
    }

    /**
     * @param sizes sizes of the embedding to choose from
     * @return the same settings with other sizes
     */
    public GnnOptions withDimensions(List<Integer> sizes) {
        return new GnnOptions(architecture, start, preconditioner, engine, sizes, batch, schedule, teacher);
    }

    /**
     * @param other rows of a training step
     * @return the same settings with other rows
     */
    public GnnOptions withBatch(Batch other) {
        return new GnnOptions(architecture, start, preconditioner, engine, dimensions, other, schedule, teacher);
    }

    /**
     * @param other learning rates and passes
     * @return the same settings with another schedule
     */
    public GnnOptions withSchedule(Schedule other) {
        return new GnnOptions(architecture, start, preconditioner, engine, dimensions, batch, other, teacher);
    }
}
