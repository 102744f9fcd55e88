package circuitscope.infer.gnn;

import circuitscope.InputException;
import circuitscope.infer.glm.LinkGlmOptions;
import java.util.List;

/**
 * Settings of the graph neural network.
 *
 * @param architecture shape of the network
 * @param start where training starts
 * @param rows which rows a training step sees
 * @param engine what computes the messages
 * @param dimensions sizes of the embedding z to choose from by held-out pairs; only the first counts without a teacher
 * @param spikesPerBatch spikes in a training step
 * @param timesPerBatch times in a training step at which the integral of the rates is taken
 * @param learningRate learning rate of Adam at the start
 * @param finalShare share of the learning rate that is left at the end, after exponential decay
 * @param structureShare learning rate of z and MLP, relative to that of the rest
 * @param predictionEpochs passes over the spikes with the weights of the teacher
 * @param jointEpochs passes over the spikes that train everything together
 * @param teacher settings of the teacher
 * @param seed seed of initial values and of the drawn rows
 */
public record GnnOptions(
        Architecture architecture,
        Start start,
        Rows rows,
        Engine engine,
        List<Integer> dimensions,
        int spikesPerBatch,
        int timesPerBatch,
        double learningRate,
        double finalShare,
        double structureShare,
        double predictionEpochs,
        double jointEpochs,
        LinkGlmOptions teacher,
        long seed) {
    /** Where training starts. */
    public enum Start {
        /** Weights of a GLM with a learned link, distilled into z and MLP. */
        TEACHER,
        /** Random values, as in the paper. */
        RANDOM
    }

    /** Which rows (neuron, time) a training step sees. */
    public enum Rows {
        /** Spikes, each once in an epoch, and a few times for the integral. */
        EVENTS,
        /** All neurons at uniformly drawn time steps. */
        WHOLE_STEPS
    }

    /** What computes the messages. */
    public enum Engine {
        /** Kernels in Java that use what is sparse and shared. */
        FUSED,
        /** The engine's operators alone, as the equations are written. */
        OPERATORS
    }

    /**
     * @param architecture shape of the network
     * @param start where training starts
     * @param rows which rows a training step sees
     * @param engine what computes the messages
     * @param dimensions sizes of the embedding to choose from
     * @param spikesPerBatch spikes in a training step
     * @param timesPerBatch times in a training step
     * @param learningRate learning rate at the start
     * @param finalShare share of it at the end
     * @param structureShare learning rate of z and MLP, relative to the rest
     * @param predictionEpochs passes with the weights of the teacher
     * @param jointEpochs passes that train everything
     * @param teacher settings of the teacher
     * @param seed seed
     * @throws InputException if a setting is out of range
     */
    public GnnOptions {
        InputException.requireBetween("GNN spikes per batch", spikesPerBatch, 1, 1 << 24);
        InputException.requireBetween("GNN times per batch", timesPerBatch, 1, 1 << 20);
        InputException.requirePositive("GNN learning rate", learningRate);
        InputException.requireBetween("GNN final share of the learning rate", finalShare, 1e-6, 1);
        InputException.requireBetween("GNN learning rate of z and MLP, relative to the rest", structureShare, 0, 1000);
        InputException.requireBetween("GNN epochs of prediction", predictionEpochs, 0, 1e6);
        InputException.requireBetween("GNN epochs of everything", jointEpochs, 0, 1e6);
        dimensions = List.copyOf(dimensions);
        if (dimensions.isEmpty() || dimensions.stream().anyMatch(k -> k < 1)) {
            throw InputException.of(
                    "The GNN's sizes of the embedding are %s, expected one or more sizes from 1 on.", dimensions);
        }
    }

    /** {@return settings that read 8 minutes of 100 neurons in minutes} */
    public static GnnOptions standard() {
        return new GnnOptions(
                Architecture.standard(),
                Start.TEACHER,
                Rows.EVENTS,
                Engine.FUSED,
                List.of(2, 3),
                1024,
                24,
                1e-2,
                0.02,
                0.01,
                0.25,
                0.1,
                LinkGlmOptions.standard(),
                1);
    }

    /**
     * The settings of the paper: from random values, with Adam at 5e-4. The number of passes is not given there; one pass over
     * the steps in batches of 16 takes hours here.
     *
     * @return the published settings
     */
    public static GnnOptions published() {
        return new GnnOptions(
                Architecture.published(),
                Start.RANDOM,
                Rows.WHOLE_STEPS,
                Engine.FUSED,
                List.of(32),
                2048,
                16,
                5e-4,
                0.02,
                1,
                0,
                1,
                LinkGlmOptions.standard(),
                1);
    }

    /**
     * @param other shape of the network
     * @return the same settings with another shape
     */
    public GnnOptions withArchitecture(Architecture other) {
        return new GnnOptions(
                other,
                start,
                rows,
                engine,
                dimensions,
                spikesPerBatch,
                timesPerBatch,
                learningRate,
                finalShare,
                structureShare,
                predictionEpochs,
                jointEpochs,
                teacher,
                seed);
    }

    /**
     * @param other where training starts
     * @return the same settings with another start
     */
    public GnnOptions withStart(Start other) {
        return new GnnOptions(
                architecture,
                other,
                rows,
                engine,
                dimensions,
                spikesPerBatch,
                timesPerBatch,
                learningRate,
                finalShare,
                structureShare,
                predictionEpochs,
                jointEpochs,
                teacher,
                seed);
    }

    /**
     * @param other which rows a training step sees
     * @param spikes spikes in a training step
     * @param times times in a training step
     * @return the same settings with other rows
     */
    public GnnOptions withRows(Rows other, int spikes, int times) {
        return new GnnOptions(
                architecture,
                start,
                other,
                engine,
                dimensions,
                spikes,
                times,
                learningRate,
                finalShare,
                structureShare,
                predictionEpochs,
                jointEpochs,
                teacher,
                seed);
    }

    /**
     * @param other what computes the messages
     * @return the same settings with another engine
     */
    public GnnOptions withEngine(Engine other) {
        return new GnnOptions(
                architecture,
                start,
                rows,
                other,
                dimensions,
                spikesPerBatch,
                timesPerBatch,
                learningRate,
                finalShare,
                structureShare,
                predictionEpochs,
                jointEpochs,
                teacher,
                seed);
    }

    /**
     * @param sizes sizes of the embedding to choose from
     * @return the same settings with other sizes
     */
    public GnnOptions withDimensions(List<Integer> sizes) {
        return new GnnOptions(
                architecture,
                start,
                rows,
                engine,
                sizes,
                spikesPerBatch,
                timesPerBatch,
                learningRate,
                finalShare,
                structureShare,
                predictionEpochs,
                jointEpochs,
                teacher,
                seed);
    }

    /**
     * @param rate learning rate at the start
     * @param end share of it at the end
     * @param structure learning rate of z and MLP, relative to the rest
     * @return the same settings with other learning rates
     */
    public GnnOptions withLearningRate(double rate, double end, double structure) {
        return new GnnOptions(
                architecture,
                start,
                rows,
                engine,
                dimensions,
                spikesPerBatch,
                timesPerBatch,
                rate,
                end,
                structure,
                predictionEpochs,
                jointEpochs,
                teacher,
                seed);
    }

    /**
     * @param prediction passes with the weights of the teacher
     * @param joint passes that train everything
     * @return the same settings with another length
     */
    public GnnOptions withEpochs(double prediction, double joint) {
        return new GnnOptions(
                architecture,
                start,
                rows,
                engine,
                dimensions,
                spikesPerBatch,
                timesPerBatch,
                learningRate,
                finalShare,
                structureShare,
                prediction,
                joint,
                teacher,
                seed);
    }

    /**
     * @param other settings of the teacher
     * @return the same settings with another teacher
     */
    public GnnOptions withTeacher(LinkGlmOptions other) {
        return new GnnOptions(
                architecture,
                start,
                rows,
                engine,
                dimensions,
                spikesPerBatch,
                timesPerBatch,
                learningRate,
                finalShare,
                structureShare,
                predictionEpochs,
                jointEpochs,
                other,
                seed);
    }

    /**
     * @param other seed of everything random, the teacher's included
     * @return the same settings with another seed
     */
    public GnnOptions withSeed(long other) {
        return new GnnOptions(
                architecture,
                start,
                rows,
                engine,
                dimensions,
                spikesPerBatch,
                timesPerBatch,
                learningRate,
                finalShare,
                structureShare,
                predictionEpochs,
                jointEpochs,
                teacher.withSeed(other),
                other);
    }
}
