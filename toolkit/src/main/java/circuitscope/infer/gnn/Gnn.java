package circuitscope.infer.gnn;

import circuitscope.InputException;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.Resumable;
import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.HiddenUnits;
import circuitscope.infer.embedding.PairNoise;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.linkglm.LinkGlmResult;
import circuitscope.infer.messagepassing.Architecture;
import circuitscope.infer.messagepassing.Initialization;
import circuitscope.infer.messagepassing.Layers;
import circuitscope.infer.messagepassing.StructureModule;
import circuitscope.infer.selection.HeldOutLinkLikelihood;
import circuitscope.infer.selection.ModelSelection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.ToDoubleFunction;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The graph neural network (paper, Section 3.2): a structure module reads weights from spike trains, message passing predicts
 * the next spikes with them, and both are trained by the likelihood of the spikes.
 *
 * <p>From random values this takes long and often ends at wrong weights that predict nearly as well. So by default the weights
 * of a teacher, a GLM with a learned link, are distilled into the structure module, the prediction module learns with them, and
 * then everything is trained together.
 */
public final class Gnn implements Estimator<GnnOptions, GnnResult>, Resumable {
    private static final long NANOS_BETWEEN_SAVES = 30_000_000_000L;

    private final Path checkpoint;
    /** Of the recorded neurons, or null for none. */
    private final HiddenUnits hidden;

    /** A fit that keeps nothing on the way. */
    public Gnn() {
        this(null, null);
    }

    private Gnn(Path checkpoint, HiddenUnits hidden) {
        this.checkpoint = checkpoint;
        this.hidden = hidden;
    }

    /** The same with hidden units, for a network that starts from its teacher. */
    Gnn with(HiddenUnits units) {
        return new Gnn(checkpoint, units);
    }

    @Override
    public String name() {
        return "gnn";
    }

    @Override
    public GnnOptions standard() {
        return GnnOptions.standard();
    }

    /**
     * A fit that keeps its state in a file at least every minute, and when it is interrupted. The same fit called again goes on
     * from there and ends as if it had never stopped.
     *
     * @param file the file; its folder must exist
     * @return the method with a checkpoint
     */
    @Override
    public Gnn withCheckpoint(Path file) {
        return new Gnn(file, hidden);
    }

    /**
     * The network of the checkpoint as it is, for a fit that was interrupted.
     *
     * @param request what the fit was asked
     * @param options its options
     * @return the network so far, if the fit came far enough to have one
     * @throws InputException if the checkpoint is of another recording or of other options
     */
    public Optional<GnnResult> soFar(Request request, GnnOptions options) {
        Fit fit = new Fit(request, options);
        return fit.saved().map(state -> fit.result(state, false));
    }

    @Override
    public GnnResult fit(Request request, GnnOptions options) {
        if (request.recording().neurons() < 2) {
            throw InputException.of(
                    "A recording of %d neuron has no connections; the GNN needs 2 or more.",
                    request.recording().neurons());
        }
        Fit fit = new Fit(request, options);
        Training.State first = fit.saved().orElseGet(fit::begin);
        return fit.result(fit.train(first), true);
    }

    /** One fit, with its checkpoint and its clock. */
    private final class Fit {
        private final Request request;
        private final GnnOptions options;
        private final Optional<Checkpoint> file;
        private final int n;
        private final HiddenUnits units;
        /** As if the fit had never stopped. */
        private final long start;

        Fit(Request request, GnnOptions options) {
            this.request = request;
            this.options = options;
            n = request.recording().neurons();
            units = hidden == null ? HiddenUnits.none(n) : hidden;
            file = Optional.ofNullable(checkpoint).map(path -> new Checkpoint(path, request, options, units));
            start = System.nanoTime()
                    - (long) (1e9 * file.map(Checkpoint::seconds).orElse(0.0));
        }

        private double seconds() {
            return (System.nanoTime() - start) / 1e9;
        }

        Optional<Training.State> saved() {
            return file.flatMap(Checkpoint::read);
        }

        private void save(Training training) {
            file.ifPresent(kept -> kept.write(training.state(), seconds()));
        }

        Training.State train(Training.State first) {
            Training training = new Training(request, options, units, first);
            save(training);
            long lastSave = System.nanoTime();
            try {
                while (!training.finished()) {
                    if (training.pairsAreLearned()) {
                        training = new Training(request, options, units, distilled(training));
                        save(training);
                    } else {
                        training.move();
                    }
                    request.progress()
                            .update(
                                    "training the network, steps",
                                    training.state().next(),
                                    training.steps());
                    if (System.nanoTime() - lastSave > NANOS_BETWEEN_SAVES) {
                        save(training);
                        lastSave = System.nanoTime();
                    }
                }
            } catch (CancellationException e) {
                save(training);
                throw e;
            }
            save(training);
            return training.state();
        }

        /** Everything up to the first training step. */
        Training.State begin() {
            Architecture shape = options.architecture();
            UniformRandomProvider random = request.random("initial layers");
            if (request.tuning().size() > 0 && options.start() != GnnOptions.Start.TEACHER) {
                throw InputException.of(
                        "The GNN starts from %s, expected %s where an angle drives the neurons: the teacher tells what the"
                                + " angle does.",
                        options.start(), GnnOptions.Start.TEACHER);
            }
            long spikes = request.trainingSpikes();
            if (spikes == 0) {
                throw InputException.of("No neuron fires in the training part, so there is nothing to learn from.");
            }
            double logMeanRate = Math.log((double) spikes / request.trainingSteps() / n);
            Parameters p = Initialization.random(request.recording(), shape, request.tuning(), logMeanRate, random);
            StructureModule structure = new StructureModule(request.recording(), shape, request.training());
            return switch (options.start()) {
                case TEACHER -> {
                    Checkpoint.Teacher teacher = teacher();
                    Initialization.kernels(p, request.recording(), shape, teacher.tauMs(), random);
                    structure.normalize(p);
                    double[][] variance = PairNoise.variances(teacher.weights(), teacher.errors());
                    ModelSelection selection = EmbeddedWeights.likeliest(
                            request,
                            units,
                            options.dimensions(),
                            teacher.weights(),
                            teacher.tuning(),
                            Optional.of(variance),
                            teacher.tauMs());
                    p.putCopies(selection.best());
                    if (request.tuning().size() > 0) {
                        double[][] w = FloatRows.matrix(units.effective(p, p.get(PairwiseMlp.Z)), n);
                        p.put(
                                Training.TUNING,
                                FloatRows.flat(EmbeddedWeights.times(
                                        EmbeddedWeights.unit(w, teacher.weights()), teacher.tuning())));
                    }
                    yield Training.State.first(p, selection);
                }
                case UNCONSTRAINED -> {
                    Initialization.kernels(p, request.recording(), shape, UnconstrainedWeights.tauMs(shape), random);
                    structure.normalize(p);
                    UnconstrainedWeights.initialize(p, n, options.preconditioner());
                    yield Training.State.first(p, ModelSelection.none());
                }
                case RANDOM -> {
                    int dimensions = options.dimensions().get(0);
                    PairwiseMlp.initialize(p, dimensions, random);
                    p.put(
                            Layers.OUT,
                            PairwiseMlp.uniform(dimensions * structure.features(), structure.features(), random));
                    structure.normalize(p);
                    yield Training.State.first(p, ModelSelection.none());
                }
            };
        }

        /** Both parts of the teacher's fit, each kept as soon as it is there. */
        private Checkpoint.Teacher teacher() {
            Optional<Checkpoint.Teacher> saved = file.flatMap(Checkpoint::readTeacher);
            if (saved.isPresent() && saved.get().weights() != null) {
                return saved.get();
            }
            double tau = saved.isPresent() ? saved.get().tauMs() : LinkGlm.tau(request, options.teacher());
            file.ifPresent(kept -> kept.write(new Checkpoint.Teacher(tau, null, null, null), seconds()));
            LinkGlmResult fit = new LinkGlm().fit(request, tau, options.teacher());
            Checkpoint.Teacher teacher = new Checkpoint.Teacher(
                    tau, fit.weights(), fit.connectivity().deviation().orElseThrow(), fit.tuning());
            file.ifPresent(kept -> kept.write(teacher, seconds()));
            return teacher;
        }

        /** Unconstrained weights give way to z and MLP; the rest goes on. */
        private Training.State distilled(Training training) {
            Training.State state = training.state();
            double[][] weights = FloatRows.matrix(training.weights(), n);
            Parameters p = state.parameters();
            Optional<double[][]> variance = p.has(UnconstrainedWeights.INFORMATION)
                    ? Optional.of(
                            PairNoise.variances(weights, UnconstrainedWeights.errors(p, n, request.trainingSpikes())))
                    : Optional.empty();
            double tau = HeldOutLinkLikelihood.likeliestTau(
                    request,
                    weights,
                    options.teacher().shortestTauMs(),
                    options.teacher().longestTauMs());
            ModelSelection selection = EmbeddedWeights.likeliest(
                            request, units, options.dimensions(), weights, new double[n][0], variance, tau)
                    .at(state.next());
            Adam adam =
                    new Adam(state.adam().mean().copy(), state.adam().square().copy());
            Parameters changed = p.copy();
            for (Parameters each : List.of(changed, adam.mean(), adam.square())) {
                each.remove(UnconstrainedWeights.PAIRS);
                each.remove(UnconstrainedWeights.INFORMATION);
                each.remove(UnconstrainedWeights.INVERSE_ROOT);
            }
            changed.putCopies(selection.best());
            adam.mean().putCopies(selection.best().zeros());
            adam.square().putCopies(selection.best().zeros());
            return new Training.State(changed, adam, state.next(), state.curve(), state.lossSum(), selection);
        }

        GnnResult result(Training.State state, boolean finished) {
            Architecture shape = options.architecture();
            Parameters p = state.parameters().copy();
            float[] w;
            float[] own;
            float[] z;
            if (p.has(UnconstrainedWeights.PAIRS)) {
                // stopped before they were distilled: there is no embedding yet
                w = new UnconstrainedWeights(request, shape, options.preconditioner()).weights(p);
                own = w;
                z = new float[n];
            } else {
                StructureModule structure = new StructureModule(request.recording(), shape, request.training());
                structure.encode(p);
                if (p.has(PairwiseMlp.Z)) {
                    p.put(Layers.OUT, structure.regression(p.get(PairwiseMlp.Z)));
                }
                z = structure.embed(p);
                w = units.effective(p, z);
                own = units.any() ? units.recorded(p, z) : w;
            }
            Inspection inspection = new Inspection(request, shape, p, w);
            double[] effects = inspection.effects();
            if (Inspection.largest(effects) < 0) {
                // messages and weights may both change sign: here a spike through a positive weight excites
                invert(p, w);
                if (own != w) {
                    invert(own);
                }
            }
            Curve filter = inspection.filter(effects);
            return new GnnResult(
                    Connectivity.of(FloatRows.matrix(own, n)),
                    FloatRows.matrix(z, n),
                    filter,
                    inspection.link(filter),
                    curves(state.curve()),
                    new GnnRates(shape, p, w, request.tuning().size() / 2),
                    Convergence.of(finished, Math.toIntExact(state.next())),
                    Provenance.endingNow(name(), options, request, start));
        }

        private static List<Curve> curves(List<Training.Point> points) {
            double[] step = points.stream().mapToDouble(Training.Point::step).toArray();
            return List.of(
                    curve("training loss", step, points, Training.Point::training),
                    curve("validation loss", step, points, Training.Point::validation),
                    curve("held-out link loss", step, points, Training.Point::heldOut));
        }

        private static Curve curve(
                String name, double[] step, List<Training.Point> points, ToDoubleFunction<Training.Point> value) {
            return new Curve(
                    name,
                    "training step",
                    "nats per spike",
                    step,
                    points.stream().mapToDouble(value).toArray());
        }

        private static void invert(Parameters p, float[] w) {
            // the last layer of phi, with its bias, stands behind the weighted sum
            invert(w);
            invert(p.get(Layers.PHI_OUT));
        }

        private static void invert(float[] values) {
            for (int k = 0; k < values.length; k++) {
                values[k] = -values[k];
            }
        }
    }
}
