package circuitscope.infer.gnn;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.glm.GivenWeights;
import circuitscope.infer.glm.LinkGlm;
import circuitscope.infer.glm.LinkGlmResult;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The graph neural network (paper, Section 3.2): a structure module reads weights from spike trains, message passing predicts
 * the next spikes with them, and both are trained by the likelihood of the spikes.
 *
 * <p>From random values this takes long and often ends at wrong weights that predict nearly as well. So by default the weights
 * of a teacher, a GLM with a learned link, are distilled into the structure module, the prediction module learns with them, and
 * then everything is trained together.
 */
public final class Gnn implements Estimator<GnnOptions, GnnResult> {
    private static final long NANOS_BETWEEN_SAVES = 30_000_000_000L;
    /** Root of the mean square of the weights that the MLP starts with. */
    private static final double WEIGHT_SIZE = 0.1;

    private static final int CHECKS = 12;

    private final Path checkpoint;

    /** A fit that keeps nothing on the way. */
    public Gnn() {
        this(null);
    }

    private Gnn(Path checkpoint) {
        this.checkpoint = checkpoint;
    }

    /**
     * A fit that keeps its state in a file at least every minute, and when it is interrupted. The same fit called again goes on
     * from there and ends as if it had never stopped.
     *
     * @param file the file; its folder must exist
     * @return the method with a checkpoint
     */
    public Gnn withCheckpoint(Path file) {
        return new Gnn(file);
    }

    /**
     * The network of the checkpoint as it is, for a fit that was interrupted.
     *
     * @param recording the recording of the fit
     * @param options its options
     * @return the network so far, if the fit came far enough to have one
     * @throws InputException if the checkpoint is of another recording or of other options
     */
    public Optional<GnnResult> soFar(Recording recording, GnnOptions options) {
        long start = System.nanoTime();
        return saved(recording, options).map(state -> result(recording, options, state, start));
    }

    private Optional<Training.State> saved(Recording recording, GnnOptions options) {
        return checkpoint == null ? Optional.empty() : new Checkpoint(checkpoint, recording, options).read();
    }

    @Override
    public GnnResult fit(Recording recording, GnnOptions options, Progress progress) {
        long start = System.nanoTime();
        if (recording.neurons() < 2) {
            throw InputException.of(
                    "A recording of %d neuron has no connections; the GNN needs 2 or more.", recording.neurons());
        }
        Training.State state = saved(recording, options).orElseGet(() -> begin(recording, options, progress));
        return result(recording, options, train(state, recording, options, progress), start);
    }

    private Training.State train(Training.State first, Recording recording, GnnOptions options, Progress progress) {
        Checkpoint file = checkpoint == null ? null : new Checkpoint(checkpoint, recording, options);
        Training training = new Training(recording, options, first);
        long lastSave = System.nanoTime();
        double loss = 0;
        long counted = 0;
        long between = Math.max(1, training.steps() / CHECKS);
        try {
            save(training, file);
            while (true) {
                if (training.pairsAreLearned()) {
                    training = new Training(recording, options, distilled(training, recording, options, progress));
                    save(training, file);
                }
                if (training.finished()) {
                    break;
                }
                loss += training.step();
                counted++;
                long next = training.state().next();
                if (next % between == 0 || training.finished()) {
                    training.note(loss / counted);
                    loss = 0;
                    counted = 0;
                }
                progress.update("training the network, steps", next, training.steps());
                if (System.nanoTime() - lastSave > NANOS_BETWEEN_SAVES) {
                    save(training, file);
                    lastSave = System.nanoTime();
                }
            }
        } catch (CancellationException e) {
            save(training, file);
            throw e;
        }
        save(training, file);
        return training.state();
    }

    private static void save(Training training, Checkpoint file) {
        if (file != null) {
            file.write(training.state());
        }
    }

    /** Everything up to the first training step. */
    private Training.State begin(Recording recording, GnnOptions options, Progress progress) {
        Split split = Split.of(recording);
        int n = recording.neurons();
        Architecture shape = options.architecture();
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(options.seed());
        long spikes = Arrays.stream(recording.spikeCounts(split.training())).sum();
        if (spikes == 0) {
            throw InputException.of("No neuron fires in the training part, so there is nothing to learn from.");
        }
        double steps =
                split.training().stream().mapToLong(part -> part.length()).sum();
        Parameters p = Initialization.random(recording, shape, Math.log(spikes / steps / n), random);
        StructureModule structure = new StructureModule(recording, shape, split.training());
        return switch (options.start()) {
            case TEACHER -> {
                Checkpoint.Teacher teacher = teacher(recording, options, progress);
                Initialization.kernels(p, recording, shape, teacher.tauMs(), random);
                structure.normalize(p);
                double[][] variance = PairNoise.variances(teacher.weights(), teacher.information());
                Training.Verdict verdict =
                        distil(teacher.weights(), Optional.of(variance), teacher.tauMs(), recording, options, progress);
                p.putCopies(verdict.best());
                yield Training.State.first(p, verdict);
            }
            case FREE_PAIRS -> {
                Initialization.kernels(p, recording, shape, FreePairs.tauMs(shape), random);
                structure.normalize(p);
                FreePairs.initialize(p, n, options.preconditioner());
                yield Training.State.first(p, Training.Verdict.none());
            }
            case RANDOM -> {
                int dimensions = options.dimensions().get(0);
                PairwiseMlp.initialize(p, dimensions, random);
                p.put(
                        Parameters.OUT,
                        PairwiseMlp.uniform(dimensions * structure.features(), structure.features(), random));
                structure.normalize(p);
                yield Training.State.first(p, Training.Verdict.none());
            }
        };
    }

    /** Both parts of the teacher's fit, each kept as soon as it is there. */
    private Checkpoint.Teacher teacher(Recording recording, GnnOptions options, Progress progress) {
        Optional<Checkpoint> file =
                Optional.ofNullable(checkpoint).map(path -> new Checkpoint(path, recording, options));
        Optional<Checkpoint.Teacher> saved = file.flatMap(Checkpoint::readTeacher);
        if (saved.isPresent() && saved.get().weights() != null) {
            return saved.get();
        }
        double tau = saved.isPresent() ? saved.get().tauMs() : LinkGlm.tau(recording, options.teacher(), progress);
        file.ifPresent(kept -> kept.write(new Checkpoint.Teacher(tau, null, null)));
        LinkGlmResult fit = new LinkGlm().fit(recording, tau, options.teacher(), progress);
        Checkpoint.Teacher teacher = new Checkpoint.Teacher(tau, fit.weights(), fit.information());
        file.ifPresent(kept -> kept.write(teacher));
        return teacher;
    }

    /** Free pairs give way to z and MLP; the rest goes on. */
    private static Training.State distilled(
            Training training, Recording recording, GnnOptions options, Progress progress) {
        Split split = Split.of(recording);
        int n = recording.neurons();
        Training.State state = training.state();
        Parameters p = state.parameters();
        double[][] weights = LossGradient.matrix(training.weights(), n);
        Optional<double[][]> variance = p.has(Parameters.INFORMATION)
                ? Optional.of(PairNoise.variances(
                        weights,
                        FreePairs.information(
                                p,
                                n,
                                Arrays.stream(recording.spikeCounts(split.training()))
                                        .sum())))
                : Optional.empty();
        double tau = GivenWeights.likeliestTau(
                recording,
                split.validation(),
                weights,
                options.teacher().shortestTauMs(),
                options.teacher().longestTauMs(),
                options.seed());
        Training.Verdict verdict = distil(weights, variance, tau, recording, options, progress);
        for (Parameters each : List.of(p, state.adam().mean(), state.adam().square())) {
            each.remove(Parameters.PAIRS);
            each.remove(Parameters.INFORMATION);
            each.remove(Parameters.INVERSE_ROOT);
        }
        p.putCopies(verdict.best());
        state.adam().mean().putCopies(verdict.best().zeros());
        state.adam().square().putCopies(verdict.best().zeros());
        return new Training.State(p, state.adam(), state.next(), state.curve(), verdict);
    }

    /**
     * Distils weights into z and MLP, with each size of z, with all pairs weighted alike and, if the noise is known, by it.
     * That one is chosen whose weights make the validation part likeliest.
     */
    private static Training.Verdict distil(
            double[][] weights,
            Optional<double[][]> variance,
            double tauMs,
            Recording recording,
            GnnOptions options,
            Progress progress) {
        int n = recording.neurons();
        GivenWeights judge = new GivenWeights(recording, Split.of(recording).validation(), tauMs, options.seed());
        double[][] even = new double[n][n];
        for (double[] row : even) {
            Arrays.fill(row, 1);
        }
        List<double[][]> noises = variance.isPresent() ? List.of(variance.get(), even) : List.<double[][]>of(even);
        Training.Verdict best = null;
        for (double[][] noise : noises) {
            for (int dimensions : options.dimensions()) {
                Parameters p = Distillation.of(weights, noise, dimensions, WEIGHT_SIZE, options.seed(), progress);
                float[] w = LossGradient.weights(p, p.get(Parameters.Z), n);
                double[] losses = judge.losses(LossGradient.matrix(w, n));
                Training.Verdict verdict = new Training.Verdict(tauMs, losses, p, false);
                if (best == null || verdict.loss() < best.loss()) {
                    best = verdict;
                }
            }
        }
        return best;
    }

    private static GnnResult result(Recording recording, GnnOptions options, Training.State state, long start) {
        Split split = Split.of(recording);
        int n = recording.neurons();
        Architecture shape = options.architecture();
        Parameters p = state.parameters().copy();
        float[] w;
        float[] z;
        if (p.has(Parameters.PAIRS)) {
            // stopped before they were distilled: there is no embedding yet
            w = new FreePairs(recording, split.training(), shape, options.preconditioner()).weights(p);
            z = new float[n];
        } else {
            StructureModule structure = new StructureModule(recording, shape, split.training());
            structure.encode(p);
            if (p.has(Parameters.Z)) {
                p.put(Parameters.OUT, structure.regression(p.get(Parameters.Z)));
            }
            z = structure.embed(p);
            w = LossGradient.weights(p, z, n);
        }
        Inspection inspection = new Inspection(recording, shape, p, w, split.validation());
        double[] effects = inspection.effects();
        if (Inspection.largest(effects) < 0) {
            // messages and weights may both change sign: here a spike through a positive weight excites
            invert(p, w);
        }
        double[][] filter = inspection.filter(effects);
        return new GnnResult(
                LossGradient.matrix(w, n),
                LossGradient.matrix(z, n),
                filter,
                inspection.link(filter),
                state.curve().toArray(double[][]::new),
                new GnnRates(shape, p, w),
                Provenance.endingNow("gnn", options, options.seed(), recording, split, start));
    }

    private static void invert(Parameters p, float[] w) {
        for (float[] values : List.of(w, p.get(Parameters.PHI_OUT))) {
            // the last layer of phi, with its bias, stands behind the weighted sum
            for (int k = 0; k < values.length; k++) {
                values[k] = -values[k];
            }
        }
    }
}
