package circuitscope.motifs;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.infer.Connectivity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Motif strengths of a matrix of weights. Synapses of one motif are always different ones, so that independent
 * noise of single weights adds no bias; self-connections have no part in it.
 *
 * @param populations names of the populations
 * @param neurons number of neurons
 * @param strengths strength of every motif between all populations
 * @param pooled strengths of the motifs over all populations: sum over them of N^2 Cov / (number of synapses), which is the
 *     covariance of u and v where each neuron has one factor for what it receives and one for what it sends
 * @param errors what was known of the errors of the weights
 */
public record MotifStrengths(
        List<String> populations, int neurons, List<Strength> strengths, List<Strength> pooled, WeightErrors errors) {
    private static final int REPLICATES = 60;

    /**
     * @param populations names of the populations
     * @param neurons number of neurons
     * @param strengths strength of every motif between all populations
     * @param pooled strengths of the motifs over all populations
     * @param errors what was known of the errors of the weights
     */
    public MotifStrengths {
        populations = List.copyOf(populations);
        strengths = List.copyOf(strengths);
        pooled = List.copyOf(pooled);
    }

    /**
     * @param weights J[i][j] from neuron j to neuron i, shape (N, N)
     * @param populations which population each neuron belongs to
     * @return strengths with standard errors
     * @throws InputException if the matrix has another size or an entry is not finite
     */
    public static MotifStrengths of(double[][] weights, Populations populations) {
        MotifModel.requireSquare("Weights", weights, populations.neurons());
        return new MotifSums(weights, populations).strengths();
    }

    /**
     * Strengths of inferred weights. All weights onto a neuron are fitted together, and the errors of two of them add to the
     * convergent strength what they have in common; errors of single weights add to the spread. Strengths are sums of squares
     * and products of weights, so that what errors add on average is the strength of errors alone, which is taken away. How
     * uncertain errors leave each strength is found by drawing them 60 times.
     *
     * @param inferred weights, and what the method knows of their errors; without covariances those are taken as independent
     * @param populations which population each neuron belongs to
     * @param seed seed of the draws
     * @param workers threads, and who hears how far it has come
     * @return strengths with standard errors and the part in these that the weights have
     * @throws InputException if a matrix has another size, an entry is not finite, or a covariance is none
     */
    public static MotifStrengths of(Connectivity inferred, Populations populations, long seed, Workers workers) {
        MotifStrengths measured = of(inferred.weights(), populations);
        WeightErrors known = WeightErrors.of(inferred);
        if (known == WeightErrors.NONE) {
            return measured;
        }
        MotifModel.requireSquare(
                "Standard errors of the weights", inferred.deviation().orElseThrow(), populations.neurons());
        double[][][] errors = WeightErrors.draw(inferred, REPLICATES, seed, workers);
        List<MotifStrengths> alone = workers.map(
                REPLICATES, "measuring errors of weights", k -> new MotifSums(errors[k], populations).strengths());
        List<MotifStrengths> drawn = workers.map(REPLICATES, "measuring weights with errors", k -> {
            double[][] weights = errors[k];
            for (int i = 0; i < weights.length; i++) {
                for (int j = 0; j < weights.length; j++) {
                    weights[i][j] += inferred.weights()[i][j];
                }
            }
            return new MotifSums(weights, populations).strengths();
        });
        return new MotifStrengths(
                measured.populations,
                measured.neurons,
                withErrors(measured.strengths, each(drawn, false), each(alone, false), known),
                withErrors(measured.pooled, each(drawn, true), each(alone, true), known),
                known);
    }

    private static List<List<Strength>> each(List<MotifStrengths> all, boolean pooled) {
        return all.stream().map(one -> pooled ? one.pooled : one.strengths).toList();
    }

    private static List<Strength> withErrors(
            List<Strength> measured, List<List<Strength>> drawn, List<List<Strength>> alone, WeightErrors known) {
        List<Strength> all = new ArrayList<>();
        for (int k = 0; k < measured.size(); k++) {
            Strength one = measured.get(k);
            double[] added = values(alone, k);
            double value = one.value();
            if (one.motif() == Motif.SPREAD) {
                double square = Arrays.stream(added).map(g -> g * g).average().orElseThrow();
                value = Math.sqrt(Math.max(0, value * value - square));
            } else if (one.motif() == Motif.CONVERGENT && known == WeightErrors.WITHIN_ROWS) {
                value -= Arrays.stream(added).average().orElseThrow();
            }
            double variance = StatUtils.variance(values(drawn, k));
            if (one.motif() != Motif.MEAN && one.motif() != Motif.SPREAD) {
                // the weights have errors already: the variance of products of two errors belongs into it once, but is
                // in
                // it three times, once from the draws and twice from their products with the errors that are there
                double ofProducts = StatUtils.variance(added);
                variance = Math.max(ofProducts, variance - 2 * ofProducts);
            }
            all.add(new Strength(one.motif(), one.path(), value, one.error(), Math.sqrt(variance)));
        }
        return all;
    }

    private static double[] values(List<List<Strength>> draws, int k) {
        return draws.stream().mapToDouble(draw -> draw.get(k).value()).toArray();
    }

    /**
     * @param motif a motif
     * @param names populations in the order of the path: two for MEAN, SPREAD and RECIPROCAL (to, from); three for CHAIN (last,
     *     middle, first), CONVERGENT (to, from, from) and DIVERGENT (from, to, to)
     * @return its strength
     * @throws InputException if there is no such path
     */
    public Strength of(Motif motif, String... names) {
        String path = path(motif, names);
        return strengths.stream()
                .filter(one -> one.motif() == motif && one.path().equals(path))
                .findFirst()
                .orElseThrow(() -> InputException.of(
                        "There is no %s motif '%s'; the populations are %s.", motif, path, populations));
    }

    /**
     * @param motif a motif of two synapses
     * @return its strength over all populations
     * @throws InputException if the motif is of single synapses
     */
    public Strength pooled(Motif motif) {
        return pooled.stream()
                .filter(one -> one.motif() == motif)
                .findFirst()
                .orElseThrow(() ->
                        InputException.of("%s is not pooled over populations; ask for it between two of them.", motif));
    }

    static String path(Motif motif, String... names) {
        return switch (motif) {
            case CONVERGENT ->
                names[0] + " <- " + String.join(", ", Arrays.asList(names).subList(1, names.length));
            case DIVERGENT ->
                names[0] + " -> " + String.join(", ", Arrays.asList(names).subList(1, names.length));
            case RECIPROCAL -> String.join(" <-> ", names);
            default -> String.join(" <- ", names);
        };
    }
}
