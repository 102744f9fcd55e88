package circuitscope.infer.drive;

import circuitscope.InputException;
import circuitscope.infer.Curve;
import circuitscope.infer.Estimator;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.glm.GlmOptions;
import circuitscope.infer.gnn.EmbeddedGlm;
import circuitscope.infer.gnn.EmbeddedGlmOptions;
import circuitscope.infer.gnn.Gnn;
import circuitscope.infer.gnn.GnnOptions;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.linkglm.LinkGlmOptions;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A method for a ring whose couplings are turned by an angle that was recorded with the spikes: the gain is the one that makes
 * the spikes likeliest, and the couplings are those at the angle 0. That neurons are numbered along the ring, and that the
 * couplings of all are alike but for their place, is taken for granted (paper, Appendices B.1 and G).
 *
 * @param <O> options of the method
 */
public final class Rotating<O extends Record> implements Estimator<O, RotatingResult> {
    private final Estimator<O, ?> method;

    private Rotating(Estimator<O, ?> method) {
        this.method = method;
    }

    /**
     * @param method a GLM
     * @return the same for couplings that turn
     */
    public static Rotating<GlmOptions> of(Glm method) {
        return new Rotating<>(method);
    }

    /**
     * @param method a GLM with a learned link
     * @return the same for couplings that turn
     */
    public static Rotating<LinkGlmOptions> of(LinkGlm method) {
        return new Rotating<>(method);
    }

    /**
     * @param method a GLM whose weights are a function of an embedding
     * @return the same for couplings that turn
     */
    public static Rotating<EmbeddedGlmOptions> of(EmbeddedGlm method) {
        return new Rotating<>(method);
    }

    /**
     * @param method a graph neural network, with or without a checkpoint
     * @return the same for couplings that turn
     */
    public static Rotating<GnnOptions> of(Gnn method) {
        return new Rotating<>(method);
    }

    /**
     * @param method any method
     * @return the same for couplings that turn, if it can be fitted so, or the method itself
     */
    public static Estimator<?, ?> orItself(Estimator<?, ?> method) {
        if (method instanceof Glm glm) {
            return of(glm);
        }
        if (method instanceof LinkGlm linkGlm) {
            return of(linkGlm);
        }
        if (method instanceof EmbeddedGlm embedded) {
            return of(embedded);
        }
        return method instanceof Gnn gnn ? of(gnn) : method;
    }

    /**
     * @param recording a recording
     * @return whether it has an angle, and its neurons are numbered along a whole ring: neuron i prefers 2 pi i / N
     */
    public static boolean suits(Recording recording) {
        int n = recording.neurons();
        List<Cell> cells = recording.cells();
        return recording.angle().isPresent()
                && cells.size() == n
                && IntStream.range(0, n)
                        .allMatch(i -> Math.abs(cells.get(i).preferredRadians() - 2 * Math.PI * i / n) < 1e-6);
    }

    @Override
    public String name() {
        return "rotating-" + method.name();
    }

    @Override
    public O standard() {
        return method.standard();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InputException if the recording has no angle, fewer than 3 neurons or a silent one, or the method can't use it
     *     with these options
     */
    @Override
    public RotatingResult fit(Request request, O options) {
        long start = System.nanoTime();
        Covariate.Circular theta = request.recording()
                .angle()
                .orElseThrow(() -> InputException.of(
                        "The method '%s' needs the angle that turns the couplings, but the recording has none; add it as"
                                + " 'theta', or take '%s'.",
                        name(), method.name()));
        int neurons = request.recording().neurons();
        if (neurons < 3) {
            throw InputException.of(
                    "A ring of %d neurons can't be turned, expected 3 or more; take '%s'.", neurons, method.name());
        }
        request.requireActiveNeurons();
        GainSearch search = new GainSearch(request, theta);
        Rotation rotation = search.likeliest();
        Inference fit = method.fit(request.explaining(rotation.targets(request.recording())), options);
        Curve tried = search.curve();
        return new RotatingResult(rotation, tried, fit, Provenance.endingNow(name(), options, request, start));
    }
}
