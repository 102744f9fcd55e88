package circuitscope.infer.gnn;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.glm.LinkGlm;
import circuitscope.infer.glm.LinkGlmResult;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
        return saved(recording, options).map(saved -> result(recording, options, saved, start));
    }

    private Optional<Checkpoint.Saved> saved(Recording recording, GnnOptions options) {
        return checkpoint == null ? Optional.empty() : new Checkpoint(checkpoint, recording, options).read();
    }

    @Override
    public GnnResult fit(Recording recording, GnnOptions options, Progress progress) {
        long start = System.nanoTime();
        if (recording.neurons() < 2) {
            throw InputException.of(
                    "A recording of %d neuron has no connections; the GNN needs 2 or more.", recording.neurons());
        }
        Checkpoint.Saved saved = saved(recording, options).orElseGet(() -> begin(recording, options, progress));
        Training training = new Training(recording, options, saved.dimensions(), saved.training());
        train(training, saved.dimensions(), recording, options, progress);
        return result(recording, options, new Checkpoint.Saved(training.state(), saved.dimensions()), start);
    }

    private void train(Training training, int dimensions, Recording recording, GnnOptions options, Progress progress) {
        long lastSave = System.nanoTime();
        double loss = 0;
        long counted = 0;
        long between = Math.max(1, training.steps() / CHECKS);
        try {
            save(training, dimensions, recording, options);
            while (!training.finished()) {
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
                    save(training, dimensions, recording, options);
                    lastSave = System.nanoTime();
                }
            }
        } catch (CancellationException e) {
            save(training, dimensions, recording, options);
            throw e;
        }
        save(training, dimensions, recording, options);
    }

    private void save(Training training, int dimensions, Recording recording, GnnOptions options) {
        if (checkpoint != null) {
            new Checkpoint(checkpoint, recording, options).write(new Checkpoint.Saved(training.state(), dimensions));
        }
    }

    /** Everything up to the first training step. */
    private static Checkpoint.Saved begin(Recording recording, GnnOptions options, Progress progress) {
        Split split = Split.of(recording);
        int n = recording.neurons();
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(options.seed());
        long spikes = Arrays.stream(recording.spikeCounts(split.training())).sum();
        if (spikes == 0) {
            throw InputException.of("No neuron fires in the training part, so there is nothing to learn from.");
        }
        double steps =
                split.training().stream().mapToLong(part -> part.length()).sum();
        Parameters p = Initialization.random(recording, options.architecture(), Math.log(spikes / steps / n), random);
        StructureModule structure = new StructureModule(recording, options.architecture(), split.training());
        if (options.start() == GnnOptions.Start.TEACHER) {
            LinkGlmResult teacher = new LinkGlm().fit(recording, options.teacher(), progress);
            Distillation.Distilled distilled = Distillation.of(
                    teacher.weights(),
                    teacher.information(),
                    options.dimensions(),
                    WEIGHT_SIZE,
                    options.seed(),
                    progress);
            PairwiseMlp.NAMES.forEach(name -> p.put(name, distilled.parameters().get(name)));
            Initialization.kernels(p, recording, options.architecture(), teacher.tauMs(), random);
            p.put(LossGradient.Z, distilled.parameters().get(LossGradient.Z));
            structure.encode(p, true);
            return new Checkpoint.Saved(
                    new Training.State(p, Adam.of(p), 0, new ArrayList<>()), distilled.dimensions());
        }
        int dimensions = options.dimensions().get(0);
        PairwiseMlp.initialize(p, dimensions, random);
        p.put(Parameters.OUT, PairwiseMlp.uniform(dimensions * structure.features(), structure.features(), random));
        structure.encode(p, true);
        return new Checkpoint.Saved(new Training.State(p, Adam.of(p), 0, new ArrayList<>()), dimensions);
    }

    private static GnnResult result(Recording recording, GnnOptions options, Checkpoint.Saved saved, long start) {
        Split split = Split.of(recording);
        Parameters p = saved.training().parameters().copy();
        StructureModule structure = new StructureModule(recording, options.architecture(), split.training());
        structure.encode(p, false);
        if (options.start() == GnnOptions.Start.TEACHER) {
            p.put(Parameters.OUT, structure.regression(p.get(LossGradient.Z), saved.dimensions()));
        }
        float[] z = structure.embed(p, saved.dimensions());
        float[] w = LossGradient.weights(p, z, recording.neurons());
        Inspection inspection = new Inspection(recording, options.architecture(), p, w, split.validation());
        double[][] filter = inspection.filter();
        GnnRates rates = new GnnRates(options.architecture(), p, w);
        return new GnnResult(
                matrix(w, recording.neurons()),
                matrix(z, recording.neurons()),
                filter,
                inspection.link(filter),
                saved.training().curve().toArray(double[][]::new),
                rates,
                Provenance.endingNow("gnn", options, options.seed(), recording, split, start));
    }

    private static double[][] matrix(float[] flat, int rows) {
        int columns = flat.length / rows;
        double[][] matrix = new double[rows][columns];
        for (int k = 0; k < flat.length; k++) {
            matrix[k / columns][k % columns] = flat[k];
        }
        return matrix;
    }
}
