package circuitscope.infer.amag;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.Resumable;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.sampling.EpochTraining;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.Windows;
import circuitscope.spikes.Segment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * AMAG: the counts of the next bin from a recurrent encoder of each neuron and additive and multiplicative messages between
 * them; the adjacency matrix of the additive ones is read as couplings. Li et al., "AMAG: Additive, multiplicative and adaptive
 * graph neural network for forecasting neuron activity", NeurIPS 2023. Its second recurrent layer, which reads the states over
 * time, is left out, because one bin is predicted.
 */
public final class Amag implements Estimator<AmagOptions, AmagResult>, Resumable {
    private static final int VALIDATION_TIMES = 2000;

    private final Optional<Path> checkpoint;

    /** A fit that keeps nothing on the way. */
    public Amag() {
        this(Optional.empty());
    }

    private Amag(Optional<Path> checkpoint) {
        this.checkpoint = checkpoint;
    }

    @Override
    public Amag withCheckpoint(Path file) {
        return new Amag(Optional.of(file));
    }

    @Override
    public String name() {
        return "amag";
    }

    @Override
    public AmagOptions standard() {
        return AmagOptions.standard();
    }

    @Override
    public AmagResult fit(Request request, AmagOptions options) {
        EpochTraining.Run run = EpochTraining.Run.of(request, options, checkpoint);
        SpikeCounts counts = SpikeCounts.of(request.recording(), request.split().training(), options.binMs())
                .requireVariable();
        int n = counts.neurons();
        int width = (int) Math.round(options.binMs() / request.recording().dtMs());
        AmagNetwork network = new AmagNetwork(n, options.hidden());
        UniformRandomProvider random = RandomStreams.of(request.seed(), "start of AMAG");
        double mean = 0;
        for (double each : counts.means()) {
            mean += each / n;
        }
        Parameters parameters = network.start(
                adjacency(options.start(), counts, random),
                adjacency(options.start(), counts, random),
                Math.log(mean),
                random);
        EpochTraining course = EpochTraining.of(
                network,
                parameters,
                windows(request, request.split().training(), options, width, options.times()),
                windows(request, request.split().validation(), options, width, VALIDATION_TIMES),
                new EpochTraining.Schedule(options.rate(), options.batch(), options.epochs(), options.keep()),
                run);
        String unit = "nats per neuron and bin";
        return new AmagResult(
                Connectivity.of(withoutDiagonal(course.kept().get(AmagNetwork.ADDITIVE), n)),
                withoutDiagonal(course.kept().get(AmagNetwork.MULTIPLICATIVE), n),
                List.of(
                        Curve.ofSequence("training loss", "epoch", unit, 1, course.training()),
                        Curve.ofSequence("validation loss", "epoch", unit, 1, course.validation())),
                new AmagRates(network, course.kept(), options.history(), width),
                Convergence.of(true, course.epoch()),
                Provenance.endingNow(name(), options, request, run.began()));
    }

    private static float[] adjacency(AmagOptions.Start start, SpikeCounts counts, UniformRandomProvider random) {
        int n = counts.neurons();
        if (start == AmagOptions.Start.RANDOM) {
            return PairwiseMlp.uniform(n * n, n, random);
        }
        double[][] covariance = counts.covariance();
        float[] correlation = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                correlation[i * n + j] = (float) (covariance[i][j] / Math.sqrt(covariance[i][i] * covariance[j][j]));
            }
        }
        return correlation;
    }

    private static double[][] withoutDiagonal(float[] flat, int n) {
        double[][] matrix = FloatRows.matrix(flat, n);
        for (int i = 0; i < n; i++) {
            matrix[i][i] = 0;
        }
        return matrix;
    }

    /** At most so many times of some stretches whose bins end within them. */
    private static Windows windows(Request request, List<Segment> stretches, AmagOptions options, int width, int most) {
        List<Segment> starts = stretches.stream()
                .filter(part -> part.length() >= width)
                .map(part -> new Segment(part.start(), part.end() - width + 1))
                .toList();
        long steps = starts.stream().mapToLong(Segment::length).sum();
        if (steps == 0) {
            throw InputException.of("AMAG bin is %s ms, longer than every stretch of a part.", options.binMs());
        }
        int stride = (int) Math.max(1, (steps + most - 1) / most);
        SampledSteps drawn = SampledSteps.draw(starts, stride, RandomStreams.of(request.seed(), "times of AMAG"));
        return Windows.counted(request.recording(), request.targets(), drawn.step(), options.history(), width);
    }
}
