package circuitscope.infer.auto;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.correlogram.CorrelogramResult;
import circuitscope.infer.correlogram.Correlograms;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.glm.GlmResult;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.linkglm.LinkGlmResult;
import circuitscope.infer.posterior.PairEvidence;
import circuitscope.infer.posterior.SparseChoice;
import circuitscope.infer.posterior.SparsePosterior;
import circuitscope.infer.selection.HeldOutLinkLikelihood;
import circuitscope.infer.selection.ModelSelection;
import circuitscope.infer.selection.SpikeTiming;
import circuitscope.spikes.RateModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads any circuit. Three methods estimate free directed couplings: correlograms with a smooth baseline, which hold under slow
 * co-modulation; the GLM, which holds where couplings are dense and no such thing is; and, where it predicts better than they do, the
 * GLM with a learned link. Held-out spikes choose among them, by what each adds to the timing of spikes beside the
 * slow course. The GLM takes all synapses of a neuron at once, which is better where nothing else is shared: it is taken if its
 * weights make held-out spikes likelier, and if pairs without a synapse scatter about as its errors say. Then, what holds of all weights together: nothing, sparse, Dale's law, symmetric, or smooth in an embedding,
 * with or without deviations.
 */
public final class Auto implements Estimator<AutoOptions, AutoResult> {
    private static final String TIMING = "timing of held-out spikes, beside the slow course";
    private static final String WEIGHTS = "held-out spikes, through the simplest neurons with these weights";
    /** Pairs that scatter so many times wider than their errors have something in common that the GLM does not know. */
    private static final double UNEXPLAINED = 2;

    private static final String STRUCTURE = "what holds of all weights";
    private static final String EVIDENCE = "log evidence, penalized (nats)";
    private static final String CCG = "ccg";
    private static final String GLM = "glm";
    private static final String LINK = "link-glm";

    @Override
    public String name() {
        return "auto";
    }

    @Override
    public AutoOptions standard() {
        return AutoOptions.standard();
    }

    @Override
    public AutoResult fit(Request request, AutoOptions options) {
        long start = System.nanoTime();
        CorrelogramResult ccg =
                new Correlograms().fit(request, options.correlograms().withFalseDiscovery(options.falseDiscovery()));
        Candidate pairs = candidate(ccg);
        GlmResult free = new Glm().fit(request, options.glm());
        SparseChoice sparse = SparseChoice.of(
                PairEvidence.normal(
                        free.weights(), free.connectivity().deviation().orElseThrow()),
                request.workers());
        GlmResult glm = free.with(sparse.chosen().connectivity(options.falseDiscovery()));
        Candidate coupled =
                new Candidate(GLM, glm.connectivity(), sparse, glm.rates(), glm.curves(), glm.convergence());

        SpikeTiming timing = new SpikeTiming(request, ccg.coModulation()::visit);
        Map<String, double[]> gains = new LinkedHashMap<>();
        gains.put(CCG, timing.gains(ccg.timing()::visit));
        gains.put(GLM, timing.gains(glm.rates().orElseThrow()::visit));
        LinkGlmResult link = null;
        if (best(gains).equals(GLM)) {
            // couplings are no few fast deflections: then the link may matter
            link = new LinkGlm().fit(request, options.linkGlm());
            gains.put(LINK, timing.gains(link.rates().orElseThrow()::visit));
        }
        gains.replaceAll((name, values) -> divided(values, timing.spikes()));
        List<Alternative> alternatives = new ArrayList<>(compared(TIMING, "nats/spike", gains));
        if (best(gains).equals(LINK)) {
            return structured(request, options, link, ccg, alternatives, start);
        }
        Candidate chosen = pairs;
        if (sparse.chosen().nullScale() < UNEXPLAINED) {
            Map<String, double[]> losses = losses(request, List.of(pairs, coupled), coupled, options);
            alternatives.addAll(compared(WEIGHTS, "nats/spike", losses));
            chosen = best(losses).equals(CCG) ? pairs : coupled;
        }
        CorrelogramResult look = ccg;
        if (chosen == pairs) {
            // everything is chosen, so the validation part may be learned from too
            Request more = request.withSplit(request.split().learningFromValidation());
            look = new Correlograms()
                    .fit(
                            more,
                            options.correlograms()
                                    .withFalseDiscovery(options.falseDiscovery())
                                    .withIntervals(List.of(ccg.intervals())));
            chosen = candidate(look);
        }
        alternatives.addAll(alternatives(chosen.sparse));
        return new AutoResult(
                chosen.connectivity,
                chosen.name,
                chosen.sparse.hypothesis(),
                alternatives,
                chosen.rates,
                chosen == coupled ? chosen.curves : ccg.curves(),
                look,
                chosen.convergence,
                Provenance.endingNow(name(), options, request, start));
    }

    private AutoResult structured(
            Request request,
            AutoOptions options,
            LinkGlmResult link,
            CorrelogramResult ccg,
            List<Alternative> alternatives,
            long start) {
        Structure structure = new Structure(request, link, options.falseDiscovery());
        Structure.Choice choice = structure.choose(options.dimensions());
        alternatives.addAll(choice.alternatives());
        Connectivity connectivity = choice.chosen().connectivity();
        return new AutoResult(
                connectivity,
                LINK,
                choice.chosen().name(),
                alternatives,
                structure.rates(connectivity),
                link.curves(),
                ccg,
                link.convergence(),
                Provenance.endingNow(name(), options, request, start));
    }

    private static Candidate candidate(CorrelogramResult ccg) {
        return new Candidate(CCG, ccg.connectivity(), ccg.sparse(), Optional.empty(), ccg.curves(), ccg.convergence());
    }

    /** A sparse estimate, as it would be the result. */
    private record Candidate(
            String name,
            Connectivity connectivity,
            SparseChoice sparse,
            Optional<RateModel> rates,
            List<Curve> curves,
            Convergence convergence) {}

    /** Log-likelihood of held-out spikes through the simplest neurons with each candidate's weights, by neuron. */
    private static Map<String, double[]> losses(
            Request request, List<Candidate> candidates, Candidate first, AutoOptions options) {
        double tau = HeldOutLinkLikelihood.likeliestTau(
                request,
                first.connectivity.weights(),
                options.linkGlm().shortestTauMs(),
                options.linkGlm().longestTauMs());
        HeldOutLinkLikelihood heldOut = new HeldOutLinkLikelihood(request, tau);
        Map<String, double[]> values = new LinkedHashMap<>();
        for (Candidate each : candidates) {
            values.put(each.name, divided(heldOut.losses(each.connectivity.weights()), -1));
        }
        return values;
    }

    private static double[] divided(double[] values, double by) {
        return Arrays.stream(values).map(value -> value / by).toArray();
    }

    private static String best(Map<String, double[]> scores) {
        return scores.keySet().stream()
                .max(Comparator.comparingDouble(name -> sum(scores.get(name))))
                .orElseThrow();
    }

    private static List<Alternative> compared(String question, String unit, Map<String, double[]> scores) {
        String best = best(scores);
        List<Alternative> alternatives = new ArrayList<>();
        scores.forEach((name, values) -> alternatives.add(new Alternative(
                question,
                name,
                sum(values),
                unit,
                ModelSelection.errorOfDifference(values, scores.get(best)),
                name.equals(best))));
        return alternatives;
    }

    private static List<Alternative> alternatives(SparseChoice sparse) {
        List<Alternative> alternatives = new ArrayList<>();
        alternatives.add(new Alternative(STRUCTURE, "no synapse", 0, EVIDENCE, 0, false));
        for (SparsePosterior each : sparse.all()) {
            alternatives.add(new Alternative(
                    STRUCTURE, each.signs().words(), each.penalizedEvidence(), EVIDENCE, 0, each == sparse.chosen()));
        }
        return alternatives;
    }

    private static double sum(double... values) {
        return Arrays.stream(values).sum();
    }
}
