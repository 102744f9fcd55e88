package circuitscope.infer.gnn;

import circuitscope.Progress;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.HiddenUnits;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.gnn.GnnOptions.Rows;
import circuitscope.infer.messagepassing.Layers;
import circuitscope.infer.messagepassing.LossGradient;
import circuitscope.infer.messagepassing.RowBatch;
import circuitscope.infer.messagepassing.RowSampler;
import circuitscope.infer.messagepassing.StructureModule;
import circuitscope.infer.selection.HeldOutLinkLikelihood;
import circuitscope.infer.selection.ModelSelection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Training by Adam, step by step, in two phases: the prediction module, with given weights or along with unconstrained ones,
 * then everything together. In the second phase the embedding z is trained itself and f_out follows by regression, so that
 * kernels can change without changing the weights; from random values the gradient goes through f_out and the kernels.
 *
 * <p>A flexible prediction module can take over what the weights should say, and the likelihood does not notice. So z and MLP
 * learn only as long as their weights make the validation part significantly likelier through the simplest neurons.
 *
 * <p>Everything it knows is in its state; what a step draws depends on its number alone. Each move (a step, a model selection,
 * a point of the training curve) is computed first and then committed, and what is due next follows from the state: a training
 * that is stopped anywhere goes on to the same end.
 */
final class Training {
    /** Factors of the terms of an angle in the simplest neurons, flat, shape (N, terms). */
    static final String TUNING = "tuning";

    private static final Set<String> NOT_TRAINED = Set.of(
            TUNING,
            Layers.NORM_MEAN,
            Layers.NORM_DEVIATION,
            UnconstrainedWeights.PAIRS,
            UnconstrainedWeights.INFORMATION,
            UnconstrainedWeights.INVERSE_ROOT);
    private static final Set<String> OF_STRUCTURE = Stream.concat(
                    PairwiseMlp.NAMES.stream(), Stream.of(PairwiseMlp.Z, Layers.OUT))
            .collect(Collectors.toSet());
    private static final double JOINT_SHARE = 0.1;
    private static final int VALIDATION_SPIKES = 20_000;
    private static final int VALIDATION_ROWS = 50_000;
    private static final int VALIDATION_CHUNKS = 20;
    /** How often weights are compared while everything is trained. */
    private static final int SELECTIONS = 5;

    private static final int POINTS_OF_CURVE = 12;

    private final GnnOptions options;
    private final HiddenUnits units;
    private final PairwiseMlp mlpOfAll;
    private final int neurons;
    private final StructureModule structure;
    private final LossGradient loss;
    private final RowSampler sampler;
    private final List<RowBatch> validation = new ArrayList<>();
    private final UnconstrainedWeights pairs;
    private final HeldOutLinkLikelihood heldOut;
    private final long predictionSteps;
    private final long steps;
    private State state;
    private float[] weights;

    Training(Request request, GnnOptions options, HiddenUnits units, State from) {
        this.options = options;
        this.units = units;
        mlpOfAll = units.any() ? units.mlp() : null;
        var recording = request.recording();
        neurons = recording.neurons();
        structure = new StructureModule(recording, options.architecture(), request.training());
        LossGradient network = options.engine() == GnnOptions.Engine.FUSED
                ? LossGradient.parallel(recording, options.architecture(), request.workers())
                : LossGradient.operators(recording, options.architecture(), request.workers());
        loss = network.with(request.tuning());
        GnnOptions.Batch batch = options.batch();
        sampler = new RowSampler(
                request.targets(), request.training(), batch.spikes(), batch.times(neurons), request.seed());
        GnnOptions.Schedule schedule = options.schedule();
        predictionSteps = schedule.predictionSteps(sampler.batchesPerEpoch());
        steps = predictionSteps + schedule.jointSteps(sampler.batchesPerEpoch());
        RowSampler fromValidation = new RowSampler(
                request.targets(),
                request.split().validation(),
                VALIDATION_SPIKES / VALIDATION_CHUNKS,
                Math.max(1, VALIDATION_ROWS / VALIDATION_CHUNKS / neurons),
                request.seed());
        for (int k = 0; k < VALIDATION_CHUNKS; k++) {
            validation.add(fromValidation.events(k));
        }
        state = from;
        pairs = from.parameters().has(UnconstrainedWeights.PAIRS)
                ? new UnconstrainedWeights(request, options.architecture(), options.preconditioner())
                : null;
        heldOut = from.parameters().has(PairwiseMlp.Z)
                ? new HeldOutLinkLikelihood(request, from.selection().tauMs(), tuning(from.parameters()))
                : null;
        refreshWeights();
    }

    /**
     * A point of the training curve.
     *
     * @param step training steps so far
     * @param training loss of the training part since the point before, in nats per spike
     * @param validation loss of the validation part
     * @param heldOut loss of the validation part through the simplest neurons with the best weights; NaN if not known
     */
    record Point(long step, double training, double validation, double heldOut) {}

    /**
     * All that a training needs to go on.
     *
     * @param parameters trained numbers
     * @param adam running means
     * @param next number of the next step, from 0
     * @param curve points of the training curve
     * @param lossSum sum of the training losses since the last point
     * @param selection what is known of the weights
     */
    record State(
            Parameters parameters, Adam adam, long next, List<Point> curve, double lossSum, ModelSelection selection) {
        static State first(Parameters p, ModelSelection selection) {
            return new State(p, Adam.of(p), 0, List.of(), 0, selection);
        }

        private State after(double value) {
            return new State(parameters, adam, next + 1, curve, lossSum + value, selection);
        }

        private State with(Point point) {
            List<Point> longer = new ArrayList<>(curve);
            longer.add(point);
            return new State(parameters, adam, next, List.copyOf(longer), 0, selection);
        }

        private State with(ModelSelection other) {
            return new State(parameters, adam, next, curve, lossSum, other);
        }

        private long lastPoint() {
            return curve.isEmpty() ? 0 : curve.get(curve.size() - 1).step();
        }
    }

    private double[][] tuning(Parameters p) {
        return p.has(TUNING) ? FloatRows.matrix(p.get(TUNING), neurons) : new double[neurons][0];
    }

    State state() {
        return state;
    }

    long steps() {
        return steps;
    }

    /** The present weights, flat, shape (N, N). */
    float[] weights() {
        return weights;
    }

    /** Whether unconstrained weights have learned all they will, and are to be distilled. */
    boolean pairsAreLearned() {
        return pairs != null && state.next >= predictionSteps;
    }

    boolean finished() {
        return state.next >= steps && !selectionIsDue() && !pointIsDue();
    }

    /** The next move: whatever is due. */
    void move() {
        Progress.stopIfInterrupted("training the network");
        if (selectionIsDue()) {
            select();
        } else if (pointIsDue()) {
            state = state.with(new Point(
                    state.next,
                    state.lossSum / (state.next - state.lastPoint()),
                    validationLoss(),
                    state.selection.loss()));
        } else {
            step();
        }
    }

    private boolean pointIsDue() {
        long between = Math.max(1, steps / POINTS_OF_CURVE);
        return state.next > state.lastPoint() && (state.next % between == 0 || state.next >= steps);
    }

    private boolean selectionIsDue() {
        long joint = state.next - predictionSteps;
        long between = Math.max(1, (steps - predictionSteps) / SELECTIONS);
        return heldOut != null
                && !state.selection.settled()
                && joint > 0
                && joint % between == 0
                && state.selection.steps() < state.next;
    }

    private void step() {
        boolean joint = state.next >= predictionSteps && !state.selection.settled();
        Parameters p = state.parameters;
        RowBatch batch =
                options.batch().rows() == Rows.EVENTS ? sampler.events(state.next) : sampler.wholeSteps(state.next);
        Parameters gradient = p.zeros();
        double value;
        if (pairs != null) {
            // commits its own part when all is computed
            value = pairs.step(loss, batch, p, gradient, state.adam, rate(), state.next);
        } else if (!joint) {
            value = loss.prediction(batch, p, weights, gradient);
        } else if (options.start() == GnnOptions.Start.RANDOM) {
            structure.encode(p);
            LossGradient.Step through = loss.throughWeights(batch, p, structure.embed(p), gradient);
            value = through.loss();
            gradient.put(Layers.OUT, structure.outGradient(through.zGradient()));
            structure.backward(p, through.zGradient(), gradient);
        } else if (units.any()) {
            double[] losses = new double[1];
            float[] ofZ = units.zGradient(
                    mlpOfAll,
                    p,
                    p.get(PairwiseMlp.Z),
                    w -> {
                        LossGradient.Back back = loss.pairs(batch, p, w, gradient, null);
                        losses[0] = back.loss();
                        return back.weightGradient();
                    },
                    gradient);
            value = losses[0];
            gradient.put(PairwiseMlp.Z, ofZ);
        } else {
            LossGradient.Step through = loss.throughWeights(batch, p, p.get(PairwiseMlp.Z), gradient);
            value = through.loss();
            gradient.put(PairwiseMlp.Z, through.zGradient());
        }
        update(gradient, joint);
        state = state.after(value);
        if (pairs != null) {
            weights = pairs.weights(p);
        }
    }

    /** Keeps z and MLP if their weights have become better, or else goes back to the best and leaves them there. */
    private void select() {
        refreshWeights();
        double[] losses = heldOut.losses(FloatRows.matrix(weights, neurons));
        ModelSelection next = state.selection.after(losses, structureOf(state.parameters), state.next);
        state.parameters.putCopies(next.best());
        state = state.with(next);
        refreshWeights();
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
        boolean second = state.next >= predictionSteps;
        double start = second && predictionSteps > 0 ? schedule.learningRate() * JOINT_SHARE : schedule.learningRate();
        double done = second
                ? (double) (state.next - predictionSteps) / (steps - predictionSteps)
                : (double) state.next / predictionSteps;
        return start * Math.pow(schedule.finalShare(), done);
    }

    private void update(Parameters gradient, boolean joint) {
        for (String name : state.parameters.names()) {
            boolean ofStructure = OF_STRUCTURE.contains(name);
            if (!NOT_TRAINED.contains(name) && (joint || !ofStructure)) {
                state.adam.step(
                        name,
                        state.parameters.get(name),
                        gradient.get(name),
                        ofStructure ? rate() * options.schedule().structureShare() : rate(),
                        ofStructure ? state.next - predictionSteps + 1 : state.next + 1);
            }
        }
    }

    /** Loss of the validation part in nats per spike, always on the same rows. */
    double validationLoss() {
        refreshWeights();
        double sum = 0;
        for (RowBatch batch : validation) {
            float[] log = loss.logRates(batch, state.parameters, weights);
            for (int k = 0; k < log.length; k++) {
                sum += batch.rateWeight()[k] * Math.exp(log[k]) - batch.spikeWeight()[k] * log[k];
            }
        }
        return sum / validation.size();
    }

    private void refreshWeights() {
        Parameters p = state.parameters;
        if (pairs != null) {
            weights = pairs.weights(p);
        } else if (p.has(PairwiseMlp.Z)) {
            weights = units.effective(p, p.get(PairwiseMlp.Z));
        } else {
            structure.encode(p);
            weights = PairwiseMlp.weights(p, structure.embed(p), neurons);
        }
    }
}
