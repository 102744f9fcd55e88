package circuitscope.infer.gnn;

import circuitscope.Progress;
import circuitscope.infer.gnn.GnnOptions.Rows;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Training by Adam, step by step. After a teacher the embedding z is trained itself and f_out follows by regression, so that
 * kernels can change without changing the weights; from random values the gradient goes through f_out and the kernels.
 *
 * <p>Everything it knows is in the parameters, Adam's running means, the number of the next step and the curve; what a step
 * draws depends on its number alone, so that a training that was stopped goes on to the same end.
 */
final class Training {
    private static final String Z = LossGradient.Z;
    private static final Set<String> NOT_TRAINED = Set.of(Parameters.NORM_MEAN, Parameters.NORM_DEVIATION);
    private static final Set<String> OF_STRUCTURE = Stream.concat(
                    PairwiseMlp.NAMES.stream(), Stream.of(Z, Parameters.OUT))
            .collect(Collectors.toSet());
    private static final double JOINT_SHARE = 0.1;
    private static final int VALIDATION_SPIKES = 20_000;
    private static final int VALIDATION_TIMES = 2_000;
    private static final int VALIDATION_CHUNKS = 20;

    private final Recording recording;
    private final GnnOptions options;
    private final int dimensions;
    private final StructureModule structure;
    private final LossGradient loss;
    private final RowSampler sampler;
    private final List<RowBatch> validation = new ArrayList<>();
    private final long predictionSteps;
    private final long steps;
    private final Parameters p;
    private final Adam adam;
    private final List<double[]> curve;
    private long next;
    private float[] weights;
    private final boolean projected;

    Training(Recording recording, GnnOptions options, int dimensions, State from) {
        this.recording = recording;
        this.options = options;
        this.dimensions = dimensions;
        Split split = Split.of(recording);
        structure = new StructureModule(recording, options.architecture(), split.training());
        loss = options.engine() == GnnOptions.Engine.FUSED
                ? LossGradient.parallel(recording, options.architecture())
                : LossGradient.operators(recording, options.architecture());
        sampler = new RowSampler(
                recording, split.training(), options.spikesPerBatch(), options.timesPerBatch(), options.seed());
        predictionSteps = Math.round(options.predictionEpochs() * sampler.batchesPerEpoch());
        steps = predictionSteps + Math.round(options.jointEpochs() * sampler.batchesPerEpoch());
        RowSampler heldOut = new RowSampler(
                recording,
                split.validation(),
                VALIDATION_SPIKES / VALIDATION_CHUNKS,
                VALIDATION_TIMES / VALIDATION_CHUNKS,
                options.seed() + 1);
        for (int k = 0; k < VALIDATION_CHUNKS; k++) {
            validation.add(heldOut.events(k));
        }
        p = from.parameters();
        adam = from.adam();
        curve = new ArrayList<>(from.curve());
        next = from.next();
        projected = options.start() == GnnOptions.Start.TEACHER;
        refreshWeights();
    }

    /**
     * All that a training needs to go on.
     *
     * @param parameters trained numbers
     * @param adam running means
     * @param next number of the next step, from 0
     * @param curve step, training loss and validation loss in nats per spike, from time to time
     */
    record State(Parameters parameters, Adam adam, long next, List<double[]> curve) {}

    State state() {
        return new State(p, adam, next, curve);
    }

    boolean finished() {
        return next >= steps;
    }

    long steps() {
        return steps;
    }

    /** One training step; returns the loss in nats per spike. */
    double step() {
        Progress.stopIfInterrupted("training the network");
        boolean joint = next >= predictionSteps;
        RowBatch batch = options.rows() == Rows.EVENTS ? sampler.events(next) : sampler.wholeSteps(next);
        Parameters gradient = p.zeros();
        double value;
        if (!joint) {
            value = loss.prediction(batch, p, weights, gradient);
        } else if (projected) {
            LossGradient.Step step = loss.throughWeights(batch, p, p.get(Z), dimensions, gradient);
            value = step.loss();
            gradient.put(Z, step.zGradient());
        } else {
            structure.encode(p, false);
            float[] z = structure.embed(p, dimensions);
            LossGradient.Step step = loss.throughWeights(batch, p, z, dimensions, gradient);
            value = step.loss();
            gradient.put(Parameters.OUT, structure.outGradient(step.zGradient(), dimensions));
            structure.backward(p, step.zGradient(), dimensions, gradient);
        }
        update(gradient, joint);
        next++;
        return value;
    }

    /** Exponential decay, once for the prediction and once more, from a lower start, for everything together. */
    private double rate(boolean joint) {
        double start = joint && predictionSteps > 0 ? options.learningRate() * JOINT_SHARE : options.learningRate();
        double done =
                joint ? (double) (next - predictionSteps) / (steps - predictionSteps) : (double) next / predictionSteps;
        return start * Math.pow(options.finalShare(), done);
    }

    private void update(Parameters gradient, boolean joint) {
        double rate = rate(joint);
        for (String name : p.names()) {
            boolean ofStructure = OF_STRUCTURE.contains(name);
            if (!NOT_TRAINED.contains(name) && (joint || !ofStructure)) {
                adam.step(
                        name,
                        p.get(name),
                        gradient.get(name),
                        ofStructure ? rate * options.structureShare() : rate,
                        ofStructure ? next - predictionSteps + 1 : next + 1);
            }
        }
    }

    /** Loss of the validation part in nats per spike, always on the same rows. */
    double validate() {
        refreshWeights();
        double sum = 0;
        for (RowBatch batch : validation) {
            float[] log = loss.logRates(batch, p, weights);
            for (int k = 0; k < log.length; k++) {
                sum += batch.rateWeight()[k] * Math.exp(log[k]) - batch.spikeWeight()[k] * log[k];
            }
        }
        return sum / validation.size();
    }

    private void refreshWeights() {
        if (!projected) {
            structure.encode(p, false);
        }
        weights = LossGradient.weights(p, projected ? p.get(Z) : structure.embed(p, dimensions), recording.neurons());
    }

    /** Adds a point to the curve. */
    void note(double trainingLoss) {
        curve.add(new double[] {next, trainingLoss, validate()});
    }
}
