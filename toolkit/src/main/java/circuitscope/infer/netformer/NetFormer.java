package circuitscope.infer.netformer;

import circuitscope.InputException;
import circuitscope.Memory;
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
 * NetFormer: spikes of the next step from the synaptic activation before it, through attention without softmax; the attention
 * matrix is read as couplings. Lu et al., "NetFormer: An interpretable model for recovering dynamical connectivity in neuronal
 * population dynamics", ICLR 2025. Without its optional layer norm, as on its authors' ring, or with it.
 */
public final class NetFormer implements Estimator<NetFormerOptions, NetFormerResult>, Resumable {
    private static final int VALIDATION_TIMES = 20_000;

    private final boolean layerNorm;
    private final Optional<Path> checkpoint;

    /** A fit that keeps nothing on the way, without a layer norm. */
    public NetFormer() {
        this(false, Optional.empty());
    }

    private NetFormer(boolean layerNorm, Optional<Path> checkpoint) {
        this.layerNorm = layerNorm;
        this.checkpoint = checkpoint;
    }

    /** {@return the same with a layer norm, whose name is "netformer-layer-norm"} */
    public NetFormer withLayerNorm() {
        return new NetFormer(true, checkpoint);
    }

    @Override
    public NetFormer withCheckpoint(Path file) {
        return new NetFormer(layerNorm, Optional.of(file));
    }

    @Override
    public String name() {
        return layerNorm ? "netformer-layer-norm" : "netformer";
    }

    @Override
    public NetFormerOptions standard() {
        return NetFormerOptions.standard();
    }

    @Override
    public NetFormerResult fit(Request request, NetFormerOptions options) {
        EpochTraining.Run run = EpochTraining.Run.of(request, options, checkpoint);
        InputException.requireBetween(
                "Number of neurons to couple", request.recording().neurons(), 2, Integer.MAX_VALUE);
        Memory.require(
                "NetFormer with %d times of %d steps"
                        .formatted(Math.min(options.times(), request.recording().steps()), options.history()),
                4.0
                        * (options.history() + 1)
                        * request.recording().neurons()
                        * Math.min(options.times(), request.recording().steps()));
        Windows training = tokens(request, request.split().training(), options, options.times());
        AttentionTraining trained = AttentionTraining.of(
                Attention.untrained(training.neurons(), options, layerNorm, request.seed()),
                training,
                tokens(request, request.split().validation(), options, VALIDATION_TIMES),
                Loss.POISSON,
                options,
                run);
        List<Segment> after = new ArrayList<>(request.split().validation());
        after.addAll(request.split().test());
        double[][] weights = trained.network().attention(tokens(request, after, options, VALIDATION_TIMES));
        double[] own = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            own[i] = weights[i][i];
            weights[i][i] = 0;
        }
        String unit = "nats per neuron and step";
        return new NetFormerResult(
                Connectivity.of(weights),
                own,
                List.of(
                        Curve.ofSequence(
                                "training loss",
                                "epoch",
                                unit,
                                1,
                                trained.course().training()),
                        Curve.ofSequence(
                                "validation loss",
                                "epoch",
                                unit,
                                1,
                                trained.course().validation())),
                new NetFormerRates(trained.network(), options),
                Convergence.of(true, trained.course().epoch()),
                Provenance.endingNow(name(), options, request, run.began()));
    }

    /** At most so many times of some stretches, one drawn in every run of as many steps. */
    private static Windows tokens(Request request, List<Segment> stretches, NetFormerOptions options, int most) {
        long steps = stretches.stream().mapToLong(Segment::length).sum();
        int stride = (int) Math.max(1, (steps + most - 1) / most);
        SampledSteps drawn = SampledSteps.draw(stretches, stride, RandomStreams.of(request.seed(), "attended times"));
        return Windows.filtered(
                request.recording(), request.targets(), drawn.step(), options.history(), options.tauMs());
    }
}
