package circuitscope.infer.auto;

import circuitscope.Progress;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.Distillation;
import circuitscope.infer.embedding.PairNoise;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.linkglm.LinkGlmResult;
import circuitscope.infer.posterior.NormalDeviations;
import circuitscope.infer.posterior.PairEvidence;
import circuitscope.infer.posterior.Signs;
import circuitscope.infer.posterior.SparseChoice;
import circuitscope.infer.posterior.SparsePosterior;
import circuitscope.infer.posterior.SparsePrior;
import circuitscope.infer.selection.HeldOutLinkLikelihood;
import circuitscope.infer.selection.ModelSelection;
import circuitscope.spikes.RateModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What holds of all weights together, given free directed estimates with their errors: w_ij = f(z_i, z_j) + d_ij, with f
 * absent, symmetric or directed, and d absent, normal or sparse. The simplest hypothesis is taken that no other beats by two
 * standard errors of the held-out link likelihood.
 */
final class Structure {
    private static final String QUESTION = "what holds of all weights";
    /** What is not worth a less simple hypothesis, however sure it is, in nats per spike. */
    private static final double LEAST_GAIN = 1e-5;
    /** Root of the mean square of distilled weights, before they get the scale of the estimate. */
    private static final double SIZE = 0.1;

    private final Request request;
    private final LinkGlmResult estimate;
    private final double falseDiscovery;
    private final int n;
    private final double[][] free;
    private final double[][] errors;
    private final HeldOutLinkLikelihood heldOut;
    private final Stages stages;

    /**
     * @param name what is assumed
     * @param connectivity posterior under it
     * @param losses held-out loss of each neuron, in nats per spike
     */
    record Hypothesis(String name, Connectivity connectivity, double[] losses) {
        double loss() {
            return Arrays.stream(losses).sum();
        }
    }

    /**
     * @param chosen the hypothesis
     * @param alternatives all of them
     */
    record Choice(Hypothesis chosen, List<Alternative> alternatives) {}

    Structure(Request request, LinkGlmResult estimate, double falseDiscovery, Stages stages) {
        this.stages = stages;
        this.request = request;
        this.estimate = estimate;
        this.falseDiscovery = falseDiscovery;
        free = estimate.weights();
        errors = estimate.connectivity().deviation().orElseThrow();
        n = free.length;
        heldOut = new HeldOutLinkLikelihood(request, estimate.tauMs());
    }

    Choice choose(List<Integer> dimensions) {
        List<Hypothesis> tried = new ArrayList<>();
        Hypothesis unconstrained = hypothesis("free pairs", new NormalDeviations(free, squares(errors)));
        double[][] noise = PairNoise.variances(free, errors);
        Hypothesis symmetric = hypothesis("symmetric", new NormalDeviations(mean(free), halved(noise)));
        boolean directed = beats(unconstrained, symmetric);
        Hypothesis sparse = sparse();
        List<Hypothesis> smooth = embedded(directed, noise, dimensions);
        tried.addAll(smooth);
        if (!directed) {
            tried.add(symmetric);
        }
        tried.add(sparse);
        tried.add(unconstrained);
        if (directed) {
            tried.add(symmetric);
        }
        Hypothesis chosen = tried.get(0);
        for (Hypothesis other : tried) {
            chosen = beats(other, chosen) ? other : chosen;
        }
        List<Alternative> alternatives = new ArrayList<>();
        for (Hypothesis each : tried) {
            alternatives.add(new Alternative(
                    QUESTION,
                    each.name(),
                    -each.loss(),
                    "nats/spike",
                    ModelSelection.errorOfDifference(each.losses(), chosen.losses()),
                    each == chosen));
        }
        return new Choice(chosen, alternatives);
    }

    private Hypothesis hypothesis(String name, NormalDeviations posterior) {
        return new Hypothesis(name, posterior.connectivity(falseDiscovery), heldOut.losses(posterior.mean()));
    }

    private static boolean beats(Hypothesis other, Hypothesis chosen) {
        return chosen.loss() - other.loss() > LEAST_GAIN
                && new ModelSelection(0, chosen.losses(), new Parameters(), false, 0).isBeatenBy(other.losses());
    }

    private Hypothesis sparse() {
        PairEvidence evidence = PairEvidence.normal(free, errors);
        SparseChoice choice = SparseChoice.of(evidence, request.workers());
        return new Hypothesis(
                choice.hypothesis(),
                choice.chosen().connectivity(falseDiscovery),
                heldOut.losses(choice.chosen().mean()));
    }

    /** The best embedding alone, with normal deviations from it, and with sparse ones. */
    private List<Hypothesis> embedded(boolean directed, double[][] noise, List<Integer> dimensions) {
        record Candidate(double[][] variance, int dimensions) {}
        double[][] even = new double[n][n];
        for (double[] row : even) {
            Arrays.fill(row, 1);
        }
        double[][] known = directed ? squares(errors) : noise;
        List<Candidate> candidates = new ArrayList<>();
        for (double[][] variance : List.of(known, even)) {
            dimensions.forEach(k -> candidates.add(new Candidate(variance, k)));
        }
        List<double[][]> distilled = List.of(stages.matrices(
                "distilled",
                () -> request.workers()
                        .map(
                                candidates,
                                "distilling weights into an embedding",
                                candidate -> scaled(PairwiseMlp.matrix(
                                        Distillation.of(
                                                free,
                                                candidate.variance(),
                                                directed,
                                                candidate.dimensions(),
                                                SIZE,
                                                request.seed(),
                                                Progress.silent()),
                                        n,
                                        directed)))
                        .toArray(double[][][]::new)));
        double[][] best = null;
        double least = Double.POSITIVE_INFINITY;
        for (double[][] weights : distilled) {
            double loss = heldOut.loss(weights);
            if (loss < least) {
                least = loss;
                best = weights;
            }
        }
        double spread = spread(distilled);
        String name = directed ? "smooth in an embedding, directed" : "smooth in an embedding, symmetric";
        double[][] target = directed ? free : mean(free);
        double[][] variance = directed ? squares(errors) : halved(noise);
        return List.of(
                hypothesis(name, NormalDeviations.equallyKnown(best, spread)),
                hypothesis(
                        name + ", with normal deviations", NormalDeviations.likeliest(best, spread, target, variance)),
                deviating(name, best, target, variance, spread));
    }

    private Hypothesis deviating(
            String name, double[][] smooth, double[][] target, double[][] variance, double spread) {
        double[][] rest = new double[n][n];
        double[][] error = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                rest[i][j] = target[i][j] - smooth[i][j];
                error[i][j] = Math.sqrt(variance[i][j]);
            }
        }
        SparsePosterior deviations = SparsePrior.posterior(PairEvidence.normal(rest, error), Signs.ANY);
        double[][] sum = new double[n][n];
        double[][] squares = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                sum[i][j] = i == j ? 0 : smooth[i][j] + deviations.mean()[i][j];
                squares[i][j] = deviations.deviation()[i][j] * deviations.deviation()[i][j] + spread * spread;
            }
        }
        return hypothesis(name + ", with sparse deviations", new NormalDeviations(sum, squares));
    }

    /** With the scale of the free weights. */
    private double[][] scaled(double[][] weights) {
        double product = 0;
        double square = 1e-300;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                product += weights[i][j] * free[i][j];
                square += weights[i][j] * weights[i][j];
            }
        }
        for (double[] row : weights) {
            for (int j = 0; j < n; j++) {
                row[j] *= product / square;
            }
        }
        return weights;
    }

    /** How far the distilled weights of different embeddings lie apart: how sure f is. */
    private double spread(List<double[][]> distilled) {
        double sum = 0;
        int count = distilled.size();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double mean = 0;
                double square = 0;
                for (double[][] weights : distilled) {
                    mean += weights[i][j] / count;
                    square += weights[i][j] * weights[i][j] / count;
                }
                sum += Math.max(0, square - mean * mean) * count / Math.max(1, count - 1);
            }
        }
        return Math.sqrt(sum / (n * (n - 1.0)));
    }

    private static double[][] squares(double[][] matrix) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).map(value -> value * value).toArray())
                .toArray(double[][]::new);
    }

    private static double[][] halved(double[][] matrix) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).map(value -> value / 2).toArray())
                .toArray(double[][]::new);
    }

    /** Mean of both directions. */
    private double[][] mean(double[][] weights) {
        double[][] mean = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                mean[i][j] = (weights[i][j] + weights[j][i]) / 2;
            }
        }
        return mean;
    }

    /** The rates of the estimate with other weights. */
    Optional<RateModel> rates(Connectivity connectivity) {
        return new LinkGlmResult(
                        connectivity,
                        estimate.rowScale(),
                        estimate.own(),
                        estimate.tuning(),
                        estimate.bias(),
                        estimate.offset(),
                        estimate.power(),
                        estimate.tauMs(),
                        estimate.convergence(),
                        estimate.provenance())
                .rates();
    }
}
