package circuitscope.experiment;

import circuitscope.InputException;
import circuitscope.files.Json;
import circuitscope.infer.Estimator;
import circuitscope.infer.amag.Amag;
import circuitscope.infer.auto.Auto;
import circuitscope.infer.correlation.PairwiseCorrelation;
import circuitscope.infer.correlogram.Correlograms;
import circuitscope.infer.drive.Driven;
import circuitscope.infer.drive.Rotating;
import circuitscope.infer.encoding.EncodingGlm;
import circuitscope.infer.glm.EarlyStoppedGlm;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.gnn.EmbeddedGlm;
import circuitscope.infer.gnn.Gnn;
import circuitscope.infer.gnn.PartialGnn;
import circuitscope.infer.ising.InverseIsing;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.logistic.CountLogistic;
import circuitscope.infer.logistic.LogisticRegression;
import circuitscope.infer.mpf.MinimumProbabilityFlow;
import circuitscope.infer.netformer.NetFormer;
import circuitscope.infer.nri.Nri;
import circuitscope.infer.seqnmf.SeqNmf;
import circuitscope.infer.tca.TensorComponentAnalysis;
import circuitscope.infer.tiling.SpikeTimeTiling;
import circuitscope.infer.transferentropy.TransferEntropy;
import java.util.List;

/** All methods of the toolkit by name. */
public final class Methods {
    private static final List<Estimator<?, ?>> ALL = List.of(
            new Auto(),
            new Glm(),
            new EarlyStoppedGlm(),
            new EncodingGlm(),
            new LinkGlm(),
            new EmbeddedGlm(),
            new Gnn(),
            new PartialGnn(),
            Rotating.of(new Glm()),
            Rotating.of(new LinkGlm()),
            Rotating.of(new EmbeddedGlm()),
            Rotating.of(new Gnn()),
            Driven.of(new LinkGlm()),
            Driven.of(new Gnn()),
            Driven.of(new PartialGnn()),
            new MinimumProbabilityFlow(),
            new InverseIsing(),
            new LogisticRegression(),
            new CountLogistic(),
            new NetFormer(),
            new NetFormer().withLayerNorm(),
            new Amag(),
            new Nri(),
            new SeqNmf(),
            new TensorComponentAnalysis(),
            new PairwiseCorrelation(),
            new Correlograms(),
            new SpikeTimeTiling(),
            new TransferEntropy());

    private Methods() {}

    /** {@return the names of all methods} */
    public static List<String> names() {
        return ALL.stream().<String>map(Estimator::name).toList();
    }

    /**
     * @param name name of a method, such as "link-glm"; capitals do not matter
     * @return the method
     * @throws InputException if there is none of this name; the nearest one is suggested
     */
    public static Estimator<?, ?> named(String name) {
        return ALL.stream()
                .filter(method -> method.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> InputException.of(
                        "There is no method '%s'; did you mean '%s'? There are %s.",
                        name, Json.nearest(name, names()), names()));
    }
}
