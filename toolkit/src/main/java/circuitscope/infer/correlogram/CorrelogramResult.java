package circuitscope.infer.correlogram;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Inference;
import circuitscope.infer.Provenance;
import circuitscope.infer.posterior.SparseChoice;
import circuitscope.infer.posterior.SparsePosterior;
import circuitscope.spikes.RateModel;
import java.util.List;
import java.util.Optional;

/** Synapses that {@link Correlograms} found, with every correlogram for a look. */
public final class CorrelogramResult implements Inference {
    private final Connectivity connectivity;
    private final SparseChoice sparse;
    private final RateModel rates;
    private final CrossCorrelograms correlograms;
    private final PairModels models;
    private final double dtMs;
    private final Curve choice;
    private final Convergence convergence;
    private final Provenance provenance;

    CorrelogramResult(
            Connectivity connectivity,
            SparseChoice sparse,
            RateModel rates,
            CrossCorrelograms correlograms,
            PairModels models,
            double dtMs,
            Curve choice,
            Convergence convergence,
            Provenance provenance) {
        this.connectivity = connectivity;
        this.sparse = sparse;
        this.rates = rates;
        this.correlograms = correlograms;
        this.models = models;
        this.dtMs = dtMs;
        this.choice = choice;
        this.convergence = convergence;
        this.provenance = provenance;
    }

    @Override
    public Connectivity connectivity() {
        return connectivity;
    }

    /** {@return posterior of each pair; weights are changes of the log rate at the peak of the synapse} */
    public SparsePosterior posterior() {
        return sparse.chosen();
    }

    /** {@return the posteriors with Dale's law and without} */
    public SparseChoice sparse() {
        return sparse;
    }

    /** Rates relative to a slow course that is not modelled: they tell when within tens of milliseconds spikes come. */
    @Override
    public Optional<RateModel> rates() {
        return Optional.empty();
    }

    /** {@return expected spikes up to the slow course of each neuron's rate, which is not modelled} */
    public RateModel timing() {
        return rates;
    }

    /** {@return intervals between the knots of the baseline that was chosen} */
    public int intervals() {
        int best = 0;
        for (int k = 1; k < choice.x().length; k++) {
            best = choice.y()[k] > choice.y()[best] ? k : best;
        }
        return (int) choice.x()[best];
    }

    /** {@return what neurons share slowly, as the baselines have it} */
    public CoModulation coModulation() {
        return CoModulation.of(correlograms, models, dtMs);
    }

    @Override
    public List<Curve> curves() {
        return List.of(choice);
    }

    @Override
    public Convergence convergence() {
        return convergence;
    }

    @Override
    public Provenance provenance() {
        return provenance;
    }

    /**
     * A correlogram with what was fitted to it.
     *
     * @param lagsMs lag of the middle of each bin in ms, shape (bins); positive where the presynaptic neuron fires first
     * @param counts pairs of spikes, shape (bins)
     * @param baseline what slow co-modulation explains, shape (bins)
     * @param expected with what comes through third neurons and the likeliest synapse, shape (bins)
     */
    public record Pair(double[] lagsMs, int[] counts, double[] baseline, double[] expected) {}

    /**
     * @param to postsynaptic neuron
     * @param from presynaptic neuron
     * @return their correlogram in the training part
     */
    public Pair pair(int to, int from) {
        double[] lags = correlograms.lagsMs();
        double[] baseline = models.baseline(to, from);
        double[] indirect = models.indirect(to, from);
        double[] expected = new double[lags.length];
        double[] shares = posterior().shapes()[to][from];
        double[] weights = models.evidence().weight()[to * correlograms.neurons() + from];
        for (int b = 0; b < lags.length; b++) {
            double log = indirect[b];
            for (int k = 0; k < shares.length; k++) {
                log += shares[k] * weights[k] * models.kernels().get(k).at(lags[b]);
            }
            expected[b] = baseline[b] * Math.exp(log);
        }
        return new Pair(lags, correlograms.counts(to, from), baseline, expected);
    }
}
