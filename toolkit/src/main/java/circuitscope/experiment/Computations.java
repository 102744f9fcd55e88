package circuitscope.experiment;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.files.Json;
import circuitscope.lowrank.fit.MarginalRecovery;
import circuitscope.lowrank.fit.Recovery;
import circuitscope.lowrank.spikes.ChoiceTrial;
import circuitscope.lowrank.spikes.SpikeRecovery;
import circuitscope.motifs.trials.CircuitRates;
import circuitscope.motifs.trials.MotifsFromRates;
import circuitscope.motifs.trials.MotifsFromSpikes;
import circuitscope.motifs.trials.Outliers;
import circuitscope.motifs.trials.SparseRates;
import circuitscope.motifs.trials.StepResponse;
import circuitscope.systems.CouplingTrial;
import circuitscope.systems.RelationTrial;
import java.util.List;

/** All computations of the toolkit by name. A room joins in by a line here. */
public final class Computations {
    private static final List<Computation<?, ?>> ALL = List.of(
            new ChoiceTrial(),
            new CircuitRates(),
            new CouplingTrial(),
            new CouplingTrial().withLayerNorm(),
            new MarginalRecovery(),
            new Recovery(),
            new RelationTrial(),
            new MotifsFromRates(),
            new MotifsFromSpikes(),
            new Outliers(),
            new SparseRates(),
            new SpikeRecovery(),
            new StepResponse());

    private Computations() {}

    /** {@return the names of all computations} */
    public static List<String> names() {
        return ALL.stream().<String>map(Computation::name).toList();
    }

    /**
     * @param name name of a computation, such as "motifs-rates"
     * @return the computation
     * @throws InputException if there is none of this name; the nearest one is suggested
     */
    public static Computation<?, ?> named(String name) {
        return ALL.stream()
                .filter(computation -> computation.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InputException.of(
                        "There is no computation '%s'; did you mean '%s'? There are %s.",
                        name, Json.nearest(name, names()), names()));
    }
}
