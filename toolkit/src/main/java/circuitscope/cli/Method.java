package circuitscope.cli;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.infer.Inference;
import circuitscope.infer.correlation.CorrelationOptions;
import circuitscope.infer.correlation.PairwiseCorrelation;
import circuitscope.infer.flow.FlowOptions;
import circuitscope.infer.flow.MinimumProbabilityFlow;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.glm.GlmOptions;
import circuitscope.infer.glm.GlmResult;
import circuitscope.infer.glm.LinkGlm;
import circuitscope.infer.glm.LinkGlmOptions;
import circuitscope.infer.glm.LinkGlmResult;
import circuitscope.infer.gnn.Gnn;
import circuitscope.infer.gnn.GnnOptions;
import circuitscope.infer.gnn.GnnResult;
import circuitscope.infer.ising.InverseIsing;
import circuitscope.infer.ising.IsingOptions;
import circuitscope.infer.logistic.LogisticOptions;
import circuitscope.infer.logistic.LogisticRegression;
import circuitscope.infer.seqnmf.SeqNmf;
import circuitscope.infer.seqnmf.SeqNmfOptions;
import circuitscope.infer.tca.TcaOptions;
import circuitscope.infer.tca.TensorComponentAnalysis;
import circuitscope.spikes.NpyArray;
import circuitscope.spikes.Recording;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** The methods of the command line, each with its standard options and the seed. */
enum Method {
    /** GLM with an exponential link. */
    GLM((recording, seed, progress) -> {
        GlmResult result = new Glm().fit(recording, GlmOptions.standard().withSeed(seed), progress);
        return new Fitted(result, Map.of("bias", NpyArray.of(result.bias()), "filter", NpyArray.of(result.filter())));
    }),
    /** GLM with a learned link. */
    LINK_GLM((recording, seed, progress) -> {
        LinkGlmResult result =
                new LinkGlm().fit(recording, LinkGlmOptions.standard().withSeed(seed), progress);
        return new Fitted(
                result,
                Map.of(
                        "row_scale", NpyArray.of(result.rowScale()),
                        "bias", NpyArray.of(result.bias()),
                        "offset", NpyArray.of(result.offset()),
                        "power", NpyArray.of(result.power()),
                        "tau_ms", NpyArray.scalar(result.tauMs())));
    }),
    /** Graph neural network. */
    GNN((recording, seed, progress) -> gnn(new Gnn(), recording, seed, progress)),
    /** Minimum probability flow. */
    MPF((recording, seed, progress) ->
            Fitted.of(new MinimumProbabilityFlow().fit(recording, FlowOptions.standard(), progress))),
    /** Inverse Ising problem, TAP approximation. */
    ISING((recording, seed, progress) ->
            Fitted.of(new InverseIsing().fit(recording, IsingOptions.standard(), progress))),
    /** Logistic regression with an l1 penalty. */
    LOGISTIC((recording, seed, progress) ->
            Fitted.of(new LogisticRegression().fit(recording, LogisticOptions.standard(), progress))),
    /** seqNMF. */
    SEQNMF((recording, seed, progress) ->
            Fitted.of(new SeqNmf().fit(recording, SeqNmfOptions.standard().withSeed(seed), progress))),
    /** Tensor component analysis. */
    TCA((recording, seed, progress) -> Fitted.of(
            new TensorComponentAnalysis().fit(recording, TcaOptions.standard().withSeed(seed), progress))),
    /** Pairwise correlation. */
    CORRELATION((recording, seed, progress) ->
            Fitted.of(new PairwiseCorrelation().fit(recording, CorrelationOptions.standard(), progress)));

    /**
     * What a method found.
     *
     * @param inference its result
     * @param arrays further arrays to keep beside the weights
     */
    record Fitted(Inference inference, Map<String, NpyArray> arrays) {
        static Fitted of(Inference inference) {
            return new Fitted(inference, Map.of());
        }
    }

    /** Runs a method. */
    @FunctionalInterface
    interface Fit {
        Fitted run(Recording recording, long seed, Progress progress);
    }

    private final Fit fit;

    Method(Fit fit) {
        this.fit = fit;
    }

    Fitted fit(Recording recording, long seed, Progress progress) {
        return fit.run(recording, seed, progress);
    }

    /** A fit that keeps its state in a file and goes on from there. */
    Fitted fit(Recording recording, long seed, Path checkpoint, Progress progress) {
        if (this != GNN) {
            throw InputException.of(
                    "--checkpoint %s: the method %s is done in minutes and keeps no checkpoint; leave the option out, or take"
                            + " gnn.",
                    checkpoint, this);
        }
        return gnn(new Gnn().withCheckpoint(checkpoint), recording, seed, progress);
    }

    /** Spike prediction is scored at one step in so many. */
    int scoreStride() {
        return this == GNN ? 25 : 1;
    }

    private static Fitted gnn(Gnn gnn, Recording recording, long seed, Progress progress) {
        GnnResult result = gnn.fit(recording, GnnOptions.standard().withSeed(seed), progress);
        return new Fitted(
                result,
                Map.of(
                        "embedding", NpyArray.of(result.embedding()),
                        "filter", NpyArray.of(result.filter()),
                        "link", NpyArray.of(result.link()),
                        "curve", NpyArray.of(result.curve())));
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
