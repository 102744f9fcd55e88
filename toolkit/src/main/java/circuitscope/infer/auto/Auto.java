package circuitscope.infer.auto;

import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.Resumable;
import circuitscope.infer.StateFile;
import circuitscope.infer.correlogram.CorrelogramOptions;
import circuitscope.infer.correlogram.CorrelogramResult;
import circuitscope.infer.correlogram.Correlograms;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.glm.GlmResult;
import circuitscope.infer.glm.Recovery;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.linkglm.LinkGlmResult;
import circuitscope.infer.posterior.Disagreement;
import circuitscope.infer.posterior.PairEvidence;
import circuitscope.infer.posterior.SparseChoice;
import circuitscope.infer.posterior.SparsePosterior;
import circuitscope.infer.selection.ModelSelection;
import circuitscope.infer.selection.SpikeTiming;
import circuitscope.spikes.RateModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads any circuit. Three methods estimate free directed couplings: correlograms with a smooth baseline, which hold under slow
 * co-modulation; the GLM, which holds where couplings are dense and no such thing is; and, where it predicts better than they do,
 * the GLM with a learned link. Held-out spikes choose among them, by what each adds to the timing of spikes beside the slow
 * course. Where spikes are many, a look at a few neurons comes first: if the learned link is the best beyond doubt there, as on a
 * ring, the others are not made. The GLM takes all synapses of a neuron at once, and how it recovers from its own spikes, which
 * is better where nothing else is shared: it is taken if pairs without a synapse scatter about as its errors say, and if its one
 * shape for all synapses tells nearly as much of the timing as the shapes of correlograms do. Then,
 * what holds of all weights together: nothing, sparse, Dale's law, symmetric, or smooth in an embedding, with or without
 * deviations.
 *
 * <p>A weight is what a spike does to the neuron that it reaches, on the scale of the estimate that was chosen: a change of the
 * log rate, or of the drive in front of a link. Its deviation is that by chance, and where synapses are sparse also what the form
 * of the model costs, as far as correlograms and the GLM, which take synapses to have other shapes, disagree on the synapses that
 * both find. It is not the error of a conductance or a charge: by how much different neurons answer the same input is part of the
 * weight, and up to that, and a common scale, weights of different neurons can be compared.
 */
public final class Auto implements Estimator<AutoOptions, AutoResult>, Resumable {
    static final String CCG = "ccg";
    static final String GLM = "glm";
    static final String LINK = "link-glm";
    private static final List<String> ESTIMATES = List.of(CCG, GLM, LINK);

    private static final String LOOK = "timing of held-out spikes of a few neurons, beside the slow course";
    private static final String TIMING = "timing of held-out spikes, beside the slow course";
    private static final String HISTORY = "held-out spikes, by the own history of neurons";
    private static final String STRUCTURE = "what holds of all weights";
    private static final String NATS_PER_SPIKE = "nats/spike";
    private static final String EVIDENCE = "log evidence, penalized (nats)";
    /** Pairs that scatter so many times wider than their errors have something in common that the GLM does not know. */
    private static final double UNEXPLAINED = 2;
    /**
     * The GLM has one shape for all synapses. Where it tells less of the timing than this share of what correlograms tell, shapes and
     * latencies differ too much for it.
     */
    private static final double TOLD = 0.75;

    private final Optional<Path> checkpoint;

    /** A fit that keeps nothing on the way. */
    public Auto() {
        this(Optional.empty());
    }

    private Auto(Optional<Path> checkpoint) {
        this.checkpoint = checkpoint;
    }

    /**
     * A fit that keeps each part of it in a file as soon as it is done. The same fit called again goes on from there and ends as
     * if it had never stopped.
     *
     * @param file the file; its folder must exist
     * @return the method with a checkpoint
     */
    @Override
    public Auto withCheckpoint(Path file) {
        return new Auto(Optional.of(file));
    }

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
        request.requireActiveNeurons();
        return new Fit(
                        request,
                        options,
                        new Stages(checkpoint.map(file -> new StateFile(file, request, options, name()))))
                .result();
    }

    /** One fit. */
    private static final class Fit {
        private final Request request;
        private final AutoOptions options;
        private final Stages stages;
        private final List<Alternative> alternatives = new ArrayList<>();
        private final Map<String, double[]> gains = new LinkedHashMap<>();
        private CorrelogramResult ccg;
        private SpikeTiming timing;

        Fit(Request request, AutoOptions options, Stages stages) {
            this.request = request;
            this.options = options;
            this.stages = stages;
        }

        AutoResult result() {
            if (FirstLook.pays(request)) {
                Map<String, double[]> seen = stages.values("look", ESTIMATES, () -> FirstLook.gains(request, options));
                if (FirstLook.isClear(seen)) {
                    alternatives.addAll(compared(LOOK, NATS_PER_SPIKE, seen));
                    return structured(link());
                }
            }
            CorrelogramOptions asked = options.correlograms().withFalseDiscovery(options.falseDiscovery());
            ccg = new Correlograms().fit(request, asked, scores -> stages.values("baselines", scores));
            Candidate pairs = candidate(ccg);
            GlmResult free =
                    stages.glm(provenance(), () -> new Glm().withRecovery().fit(request, options.glm()));
            SparseChoice sparse = SparseChoice.of(
                    PairEvidence.normal(
                            free.weights(), free.connectivity().deviation().orElseThrow()),
                    request.workers());
            GlmResult glm = free.with(sparse.chosen().connectivity(options.falseDiscovery()));
            Candidate coupled =
                    new Candidate(GLM, glm.connectivity(), sparse, glm.rates(), glm.curves(), glm.convergence());
            time(CCG, ccg.timing()::visit);
            time(GLM, glm.coupledRates()::visit);
            LinkGlmResult link = null;
            if (best(gains).equals(GLM)) {
                // couplings are no few fast deflections: then the link may matter
                link = link();
                time(LINK, link.rates().orElseThrow()::visit);
            }
            alternatives.addAll(ownHistory(glm.recovery()));
            if (best(gains).equals(LINK)) {
                alternatives.addAll(compared(TIMING, NATS_PER_SPIKE, gains));
                return structured(link);
            }
            boolean isToldByOneShape = sum(gains.get(GLM)) > TOLD * sum(gains.get(CCG));
            Candidate chosen = isToldByOneShape && sparse.chosen().nullScale() < UNEXPLAINED ? coupled : pairs;
            alternatives.addAll(compared(TIMING, NATS_PER_SPIKE, gains, chosen.name));
            double modelError = Disagreement.relative(pairs.connectivity, coupled.connectivity);
            CorrelogramResult look = ccg;
            if (chosen == pairs) {
                // everything is chosen, so the validation part may be learned from too
                look = new Correlograms()
                        .fit(
                                request.withSplit(request.split().learningFromValidation()),
                                asked.withIntervals(List.of(ccg.intervals())));
                chosen = candidate(look);
            }
            alternatives.addAll(alternatives(chosen.sparse));
            return new AutoResult(
                    Disagreement.widened(chosen.connectivity, modelError),
                    modelError,
                    chosen.name,
                    chosen.sparse.hypothesis(),
                    alternatives,
                    chosen.rates,
                    chosen == coupled ? chosen.curves : ccg.curves(),
                    Optional.of(look),
                    chosen.convergence,
                    provenance());
        }

        private List<Alternative> ownHistory(Recovery recovery) {
            long spikes = Arrays.stream(
                            request.targets().spikeCounts(request.split().validation()))
                    .sum();
            Map<String, double[]> scores = new LinkedHashMap<>();
            scores.put("none", new double[recovery.gain().length]);
            scores.put("recovery from the last spike", divided(recovery.gain(), spikes));
            return compared(HISTORY, NATS_PER_SPIKE, scores);
        }

        private Provenance provenance() {
            return Provenance.endingNow("auto", options, request, stages.start());
        }

        private LinkGlmResult link() {
            return stages.link(provenance(), () -> {
                double[] tau = stages.values("tau", () -> new double[] {LinkGlm.tau(request, options.linkGlm())});
                return new LinkGlm().fit(request, tau[0], options.linkGlm());
            });
        }

        private void time(String name, SpikeTiming.Visits model) {
            gains.put(name, stages.values("timing." + name, () -> {
                if (timing == null) {
                    timing = new SpikeTiming(request, ccg.coModulation()::visit);
                }
                return divided(timing.gains(model), timing.spikes());
            }));
        }

        private AutoResult structured(LinkGlmResult link) {
            Structure structure = new Structure(request, link, options.falseDiscovery(), stages);
            Structure.Choice choice = structure.choose(options.dimensions());
            alternatives.addAll(choice.alternatives());
            Connectivity connectivity = choice.chosen().connectivity();
            return new AutoResult(
                    connectivity,
                    0,
                    LINK,
                    choice.chosen().name(),
                    alternatives,
                    structure.rates(connectivity),
                    link.curves(),
                    Optional.ofNullable(ccg),
                    link.convergence(),
                    provenance());
        }
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

    private static double[] divided(double[] values, double by) {
        return Arrays.stream(values).map(value -> value / by).toArray();
    }

    private static String best(Map<String, double[]> scores) {
        return scores.keySet().stream()
                .max(Comparator.comparingDouble(name -> sum(scores.get(name))))
                .orElseThrow();
    }

    private static List<Alternative> compared(String question, String unit, Map<String, double[]> scores) {
        return compared(question, unit, scores, best(scores));
    }

    private static List<Alternative> compared(String question, String unit, Map<String, double[]> scores, String best) {
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
