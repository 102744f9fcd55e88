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
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.Windows;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * NetFormer: spikes of the next step from the synaptic activation before it, through attention without softmax; the attention
 * matrix is read as couplings. Lu et al., "NetFormer: An interpretable model for recovering dynamical connectivity in neuronal
 * population dynamics", ICLR 2025. Without its optional layer norm, as on its authors' ring.
 */
public final class NetFormer implements Estimator<NetFormerOptions, NetFormerResult> {
    private static final int VALIDATION_TIMES = 20_000;

    @Override
    public String name() {
        return "netformer";
    }

    @Override
    public NetFormerOptions standard() {
        return NetFormerOptions.standard();
    }

    @Override
    public NetFormerResult fit(Request request, NetFormerOptions options) {
        long start = System.nanoTime();
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
                training,
                tokens(request, request.split().validation(), options, VALIDATION_TIMES),
                Loss.POISSON,
                options,
                request.seed(),
                request.progress());
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
                Provenance.endingNow(name(), options, request, start));
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
