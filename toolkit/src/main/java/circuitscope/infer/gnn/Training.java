package circuitscope.infer.gnn;

import circuitscope.Progress;
import circuitscope.infer.glm.GivenWeights;
import circuitscope.infer.gnn.GnnOptions.Rows;
import circuitscope.infer.gnn.GnnOptions.Start;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Training by Adam, step by step, in two phases: the prediction module, with given weights or along with free pairs, then
 * everything together. In the second phase the embedding z is trained itself and f_out follows by regression, so that kernels
 * can change without changing the weights; from random values the gradient goes through f_out and the kernels.
 *
 * <p>A flexible prediction module can take over what the weights should say, and the likelihood does not notice. So z and MLP
 * learn only as long as their weights make the validation part significantly likelier through the simplest neurons.
 *
 * <p>Everything it knows is in its state; what a step draws depends on its number alone, so that a training that was stopped
 * goes on to the same end.
 */
final class Training {
    private static final Set<String> NOT_TRAINED = Set.of(
            Parameters.NORM_MEAN,
            Parameters.NORM_DEVIATION,
            Parameters.PAIRS,
            Parameters.INFORMATION,
            Parameters.INVERSE_ROOT);
    private static final Set<String> OF_STRUCTURE = Stream.concat(
                    PairwiseMlp.NAMES.stream(), Stream.of(Parameters.Z, Parameters.OUT))
            .collect(Collectors.toSet());
    private static final double JOINT_SHARE = 0.1;
    private static final int VALIDATION_SPIKES = 20_000;
    private static final int VALIDATION_TIMES = 2_000;
    private static final int VALIDATION_CHUNKS = 20;
    /** In standard errors. */
    private static final double SIGNIFICANT = 2;
    /** How often the weights are judged while everything is trained. */
    private static final int VERDICTS = 5;

    private final Recording recording;
    private final GnnOptions options;
    private final StructureModule structure;
    private final LossGradient loss;
    private final RowSampler sampler;
    private final List<RowBatch> validation = new ArrayList<>();
    private final FreePairs pairs;
    private final GivenWeights judge;
    private final long predictionSteps;
    private final long steps;
    private final Parameters p;
    private final Adam adam;
    private final List<double[]> curve;
    private long next;
    private float[] weights;
    private Verdict verdict;

    Training(Recording recording, GnnOptions options, State from) {
        this.recording = recording;
        this.options = options;
        Split split = Split.of(recording);
        structure = new StructureModule(recording, options.architecture(), split.training());
        loss = options.engine() == GnnOptions.Engine.FUSED
                ? LossGradient.parallel(recording, options.architecture())
                : LossGradient.operators(recording, options.architecture());
        GnnOptions.Batch batch = options.batch();
        sampler = new RowSampler(recording, split.training(), batch.spikes(), batch.times(), options.seed());
        GnnOptions.Schedule schedule = options.schedule();
        predictionSteps = Math.round(schedule.predictionEpochs() * sampler.batchesPerEpoch());
        steps = predictionSteps + Math.round(schedule.jointEpochs() * sampler.batchesPerEpoch());
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
        verdict = from.verdict();
        pairs = p.has(Parameters.PAIRS)
                ? new FreePairs(recording, split.training(), options.architecture(), options.preconditioner())
                : null;
        judge = p.has(Parameters.Z)
                ? new GivenWeights(recording, split.validation(), verdict.tauMs(), options.seed())
                : null;
        refreshWeights();
    }

    /**
     * What the validation part said about the weights.
     *
     * @param tauMs synaptic time constant through which they are judged, 0 if they are not
     * @param losses what each neuron adds to their loss in nats per spike
     * @param best z and MLP when they were best
     * @param settled whether they have stopped learning
     */
    record Verdict(double tauMs, double[] losses, Parameters best, boolean settled) {
        /** Of weights that are not judged. */
        static Verdict none() {
            return new Verdict(0, new double[] {Double.NaN}, new Parameters(), false);
        }

        double loss() {
            return Arrays.stream(losses).sum();
        }

        /** Whether other losses are lower by more than two standard errors, neurons being the sample. */
        boolean isBeatenBy(double[] others) {
            int n = losses.length;
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < n; i++) {
                double gain = losses[i] - others[i];
                sum += gain;
                squares += gain * gain;
            }
            double error = Math.sqrt(Math.max(0, squares - sum * sum / n) * n / (n - 1));
            return sum > SIGNIFICANT * error;
        }
    }

    /**
     * All that a training needs to go on.
     *
     * @param parameters trained numbers
     * @param adam running means
     * @param next number of the next step, from 0
     * @param curve points of the training curve
     * @param verdict what is known of the weights
     */
    record State(Parameters parameters, Adam adam, long next, List<double[]> curve, Verdict verdict) {
        static State first(Parameters p, Verdict verdict) {
            return new State(p, Adam.of(p), 0, new ArrayList<>(), verdict);
        }
    }

    State state() {
        return new State(p, adam, next, curve, verdict);
    }

    boolean finished() {
        return next >= steps;
    }

    long steps() {
        return steps;
    }

    /** Whether free pairs have learned all they will, and are to be distilled. */
    boolean pairsAreLearned() {
        return pairs != null && next >= predictionSteps;
    }

    /** The present weights, flat, shape (N, N). */
    float[] weights() {
        return weights;
    }

    /** One training step; returns the loss in nats per spike. */
    double step() {
        Progress.stopIfInterrupted("training the network");
        boolean joint = next >= predictionSteps && !verdict.settled();
        RowBatch batch = options.batch().rows() == Rows.EVENTS ? sampler.events(next) : sampler.wholeSteps(next);
        Parameters gradient = p.zeros();
        double value;
        if (pairs != null) {
            value = pairs.step(loss, batch, p, gradient, adam, rate(), next);
            weights = pairs.weights(p);
        } else if (!joint) {
            value = loss.prediction(batch, p, weights, gradient);
        } else if (options.start() == Start.RANDOM) {
            structure.encode(p);
            float[] z = structure.embed(p);
            LossGradient.Step step = loss.throughWeights(batch, p, z, gradient);
            value = step.loss();
            gradient.put(Parameters.OUT, structure.outGradient(step.zGradient()));
            structure.backward(p, step.zGradient(), gradient);
        } else {
            LossGradient.Step step = loss.throughWeights(batch, p, p.get(Parameters.Z), gradient);
            value = step.loss();
            gradient.put(Parameters.Z, step.zGradient());
        }
        update(gradient, joint);
        next++;
        if (joint && judge != null && (next - predictionSteps) % verdictSteps() == 0) {
            judge();
        }
        return value;
    }

    private long verdictSteps() {
        return Math.max(1, (steps - predictionSteps) / VERDICTS);
    }

    /** Keeps z and MLP if their weights have become better, or else goes back to the best and leaves them there. */
    private void judge() {
        refreshWeights();
        double[] now = judge.losses(LossGradient.matrix(weights, recording.neurons()));
        if (verdict.isBeatenBy(now)) {
            verdict = new Verdict(verdict.tauMs(), now, structureOf(p), false);
        } else {
            p.putCopies(verdict.best());
            verdict = new Verdict(verdict.tauMs(), verdict.losses(), verdict.best(), true);
            refreshWeights();
        }
    }

    /** A copy of z and MLP. */
    private static Parameters structureOf(Parameters p) {
        Parameters copy = new Parameters();
        p.names().stream()
                .filter(OF_STRUCTURE::contains)
                .forEach(name -> copy.put(name, p.get(name).clone()));
        return copy;
    }

    /** Exponential decay, once for the prediction and once more, from a lower start, for everything together. */
    private double rate() {
        GnnOptions.Schedule schedule = options.schedule();
        boolean second = next >= predictionSteps;
        double start = second && predictionSteps > 0 ? schedule.learningRate() * JOINT_SHARE : schedule.learningRate();
        double done = second
                ? (double) (next - predictionSteps) / (steps - predictionSteps)
                : (double) next / predictionSteps;
        return start * Math.pow(schedule.finalShare(), done);
    }

    private void update(Parameters gradient, boolean joint) {
        for (String name : p.names()) {
            boolean ofStructure = OF_STRUCTURE.contains(name);
            if (!NOT_TRAINED.contains(name) && (joint || !ofStructure)) {
                adam.step(
                        name,
                        p.get(name),
                        gradient.get(name),
                        ofStructure ? rate() * options.schedule().structureShare() : rate(),
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
        if (pairs != null) {
            weights = pairs.weights(p);
        } else if (p.has(Parameters.Z)) {
            weights = LossGradient.weights(p, p.get(Parameters.Z), recording.neurons());
        } else {
            structure.encode(p);
            weights = LossGradient.weights(p, structure.embed(p), recording.neurons());
        }
    }

    /** Adds a point to the curve. */
    void note(double trainingLoss) {
        curve.add(new double[] {next, trainingLoss, validate(), verdict.loss()});
    }
}
