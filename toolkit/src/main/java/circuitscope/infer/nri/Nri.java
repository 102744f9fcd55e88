package circuitscope.infer.nri;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.Resumable;
import circuitscope.infer.sampling.EpochTraining;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.Windows;
import circuitscope.spikes.Segment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * NRI on spikes: which pairs exchange messages, from windows of binned counts in units of the largest. Kipf et al., "Neural
 * relational inference for interacting systems", ICML 2018.
 */
public final class Nri implements Estimator<NriOptions, NriResult>, Resumable {
    private static final int OTHER_TIMES = 200;

    private final Optional<Path> checkpoint;

    /** A fit that keeps nothing on the way. */
    public Nri() {
        this(Optional.empty());
    }

    private Nri(Optional<Path> checkpoint) {
        this.checkpoint = checkpoint;
    }

    @Override
    public Nri withCheckpoint(Path file) {
        return new Nri(Optional.of(file));
    }

    @Override
    public String name() {
        return "nri";
    }

    @Override
    public NriOptions standard() {
        return NriOptions.standard();
    }

    @Override
    public NriResult fit(Request request, NriOptions options) {
        EpochTraining.Run run = EpochTraining.Run.of(request, options, checkpoint);
        request.requireActiveNeurons();
        int n = request.recording().neurons();
        Windows training = windows(request, request.split().training(), options, options.times());
        float largest = 0;
        for (float[] past : training.past()) {
            for (float count : past) {
                largest = Math.max(largest, count);
            }
        }
        Windows validation = windows(request, request.split().validation(), options, OTHER_TIMES);
        List<Segment> after = new ArrayList<>(request.split().validation());
        after.addAll(request.split().test());
        Windows shown = windows(request, after, options, OTHER_TIMES);
        for (Windows each : List.of(training, validation, shown)) {
            scale(each, 1 / largest);
        }
        RelationNetwork network = new RelationNetwork(n, 1, options.length(), options.network(), request.seed());
        EpochTraining course = EpochTraining.of(
                network,
                network.start(),
                training,
                validation,
                new EpochTraining.Schedule(options.rate(), options.batch(), options.epochs(), options.keep()),
                run);
        double[][] mean = new double[n][n];
        for (double[][] edges : network.edges(course.kept(), shown)) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    mean[i][j] += edges[i][j] / shown.size();
                }
            }
        }
        return new NriResult(
                Connectivity.of(mean),
                List.of(
                        Curve.ofSequence("training loss", "epoch", "nats per neuron", 1, course.training()),
                        Curve.ofSequence("validation loss", "epoch", "nats per neuron", 1, course.validation())),
                Convergence.of(true, course.epoch()),
                Provenance.endingNow(name(), options, request, run.began()));
    }

    private static void scale(Windows windows, float factor) {
        for (float[][] rows : List.of(windows.past(), windows.target())) {
            for (float[] row : rows) {
                for (int k = 0; k < row.length; k++) {
                    row[k] *= factor;
                }
            }
        }
    }

    /** At most so many windows of some stretches, followed by a bin that ends within them. */
    private static Windows windows(Request request, List<Segment> stretches, NriOptions options, int most) {
        int width = (int) Math.round(options.binMs() / request.recording().dtMs());
        if (width < 1) {
            throw InputException.of(
                    "NRI bin is %s ms, shorter than a step of %s ms.",
                    options.binMs(), request.recording().dtMs());
        }
        int needed = (options.length() + 1) * width;
        List<Segment> starts = stretches.stream()
                .filter(part -> part.length() >= needed)
                .map(part -> new Segment(part.start() + options.length() * width, part.end() - width + 1))
                .toList();
        long steps = starts.stream().mapToLong(Segment::length).sum();
        if (steps == 0) {
            throw InputException.of(
                    "NRI windows of %d bins of %s ms are longer than every stretch of a part; take shorter ones.",
                    options.length(), options.binMs());
        }
        int stride = (int) Math.max(1, (steps + most - 1) / most);
        SampledSteps drawn = SampledSteps.draw(starts, stride, RandomStreams.of(request.seed(), "windows of NRI"));
        return Windows.counted(request.recording(), request.targets(), drawn.step(), options.length(), width);
    }
}
