package circuitscope.infer.gnn;

import circuitscope.InputException;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.HiddenUnits;
import circuitscope.infer.embedding.PairNoise;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.linkglm.LinkGlmResult;
import circuitscope.infer.selection.LinkRates;
import circuitscope.infer.selection.ModelSelection;
import java.util.Optional;

/**
 * The graph neural network without message passing: the weights of its teacher, a GLM with a learned link, distilled into the
 * structure module w_ij = MLP(z_i, z_j) (paper, Eq. 2), and rates through the simplest neurons that can use such weights,
 * exponential synapses and a link of any shape. What the network predicts better than this, message passing has brought.
 */
public final class EmbeddedGlm implements Estimator<EmbeddedGlmOptions, EmbeddedGlmResult> {
    @Override
    public String name() {
        return "embedded-glm";
    }

    @Override
    public EmbeddedGlmOptions standard() {
        return EmbeddedGlmOptions.standard();
    }

    @Override
    public EmbeddedGlmResult fit(Request request, EmbeddedGlmOptions options) {
        long start = System.nanoTime();
        int n = request.recording().neurons();
        if (n < 2) {
            throw InputException.of("A recording of %d neuron has no connections; expected 2 or more.", n);
        }
        double tau = LinkGlm.tau(request, options.teacher());
        LinkGlmResult teacher = new LinkGlm().fit(request, tau, options.teacher());
        double[][] variance = PairNoise.variances(
                teacher.weights(), teacher.connectivity().deviation().orElseThrow());
        ModelSelection selection = EmbeddedWeights.likeliest(
                request,
                HiddenUnits.none(n),
                options.dimensions(),
                teacher.weights(),
                teacher.tuning(),
                Optional.of(variance),
                tau);
        Parameters p = selection.best();
        double[][] weights = PairwiseMlp.matrix(p, n, false);
        double unit = EmbeddedWeights.unit(weights, teacher.weights());
        return new EmbeddedGlmResult(
                Connectivity.of(weights),
                FloatRows.matrix(p.get(PairwiseMlp.Z), n),
                tau,
                new LinkRates(request, weights, tau, EmbeddedWeights.times(unit, teacher.tuning())),
                teacher.convergence(),
                Provenance.endingNow(name(), options, request, start));
    }
}
