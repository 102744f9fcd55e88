package circuitscope.infer.drive;

import circuitscope.InputException;
import circuitscope.infer.Estimator;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.gnn.Gnn;
import circuitscope.infer.gnn.GnnOptions;
import circuitscope.infer.gnn.PartialGnn;
import circuitscope.infer.gnn.PartialGnnOptions;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.linkglm.LinkGlmOptions;
import circuitscope.infer.selection.HarmonicsSelection;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Covariate;

/**
 * A method for neurons that an angle drives beside the other neurons, such as head-direction cells (paper, Section 4.5, Appendix B.1).
 * The GLM with a learned link adds harmonics of the angle to the drive of each neuron, with factors of its own; the graph neural
 * network encodes the angle relative to each neuron's preferred one (Eqs. 16 to 18) behind the messages.
 *
 * @param <O> options of the method
 */
public final class Driven<O extends Record> implements Estimator<O, DrivenResult> {
    private final Estimator<O, ?> method;

    private Driven(Estimator<O, ?> method) {
        this.method = method;
    }

    /**
     * @param method a GLM with a learned link
     * @return the same with the angle as an input
     */
    public static Driven<LinkGlmOptions> of(LinkGlm method) {
        return new Driven<>(method);
    }

    /**
     * @param method a graph neural network, with or without a checkpoint
     * @return the same with the angle as an input
     */
    public static Driven<GnnOptions> of(Gnn method) {
        return new Driven<>(method);
    }

    /**
     * @param method a graph neural network with hidden units
     * @return the same with the angle as an input
     */
    public static Driven<PartialGnnOptions> of(PartialGnn method) {
        return new Driven<>(method);
    }

    /**
     * @param method any method
     * @return the same with the angle as an input, if it can have it, or the method itself
     */
    public static Estimator<?, ?> orItself(Estimator<?, ?> method) {
        if (method instanceof LinkGlm linkGlm) {
            return of(linkGlm);
        }
        if (method instanceof Gnn gnn) {
            return of(gnn);
        }
        return method instanceof PartialGnn partial ? of(partial) : method;
    }

    @Override
    public String name() {
        return "driven-" + method.name();
    }

    @Override
    public O standard() {
        return method.standard();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InputException if the recording has no angle, or the method can't use it with these options
     */
    @Override
    public DrivenResult fit(Request request, O options) {
        long start = System.nanoTime();
        Covariate.Circular theta = request.recording()
                .angle()
                .orElseThrow(() -> InputException.of(
                        "The method '%s' needs the angle that drives the neurons, but the recording has none; add it as"
                                + " 'theta', or take '%s'.",
                        name(), method.name()));
        HarmonicsSelection search = new HarmonicsSelection(request, theta);
        AngleHarmonics harmonics = search.likeliest();
        Inference fit = method.fit(request.drivenBy(harmonics), options);
        return new DrivenResult(
                harmonics.size() / 2, search.curve(), fit, Provenance.endingNow(name(), options, request, start));
    }
}
