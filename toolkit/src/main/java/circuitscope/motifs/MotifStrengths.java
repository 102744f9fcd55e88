package circuitscope.motifs;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Motif strengths of a matrix of weights. Synapses of one motif are always different ones, so that noise of single weights
 * adds no bias; self-connections have no part in it.
 *
 * @param populations names of the populations
 * @param neurons number of neurons
 * @param strengths strength of every motif between all populations
 * @param pooled strengths of the motifs over all populations: sum over them of N^2 Cov / (number of synapses), which is the
 *     covariance of u and v where each neuron has one factor for what it receives and one for what it sends
 */
public record MotifStrengths(List<String> populations, int neurons, List<Strength> strengths, List<Strength> pooled) {
    private static final int REPLICATES = 40;

    /**
     * @param populations names of the populations
     * @param neurons number of neurons
     * @param strengths strength of every motif between all populations
     * @param pooled strengths of the motifs over all populations
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
     * Strengths of weights that are known up to independent errors, such as inferred ones. Only the spread is biased by such
     * errors, and it is corrected; how uncertain they leave each strength is found by drawing them 40 times.
     *
     * @param weights J[i][j] from neuron j to neuron i, shape (N, N)
     * @param deviation standard error of each weight, shape (N, N)
     * @param populations which population each neuron belongs to
     * @param seed seed of the draws
     * @param workers threads, and who hears how far it has come
     * @return strengths with standard errors and the part in these that the weights have
     * @throws InputException if a matrix has another size or an entry is not finite
     */
    public static MotifStrengths of(
            double[][] weights, double[][] deviation, Populations populations, long seed, Workers workers) {
        MotifStrengths measured = of(weights, populations);
        MotifModel.requireSquare("Standard errors of the weights", deviation, populations.neurons());
        List<MotifStrengths> draws = workers.map(REPLICATES, "drawing errors of weights", draw -> {
            ContinuousSampler normal =
                    ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(seed, "errors of weights", draw));
            double[][] drawn = new double[weights.length][weights.length];
            for (int i = 0; i < drawn.length; i++) {
                for (int j = 0; j < drawn.length; j++) {
                    drawn[i][j] = weights[i][j] + deviation[i][j] * normal.sample();
                }
            }
            return new MotifSums(drawn, populations).strengths();
        });
        return new MotifStrengths(
                measured.populations,
                measured.neurons,
                withErrors(
                        measured.strengths,
                        draws.stream().map(MotifStrengths::strengths).toList()),
                withErrors(
                        measured.pooled,
                        draws.stream().map(MotifStrengths::pooled).toList()));
    }

    private static List<Strength> withErrors(List<Strength> measured, List<List<Strength>> draws) {
        List<Strength> all = new ArrayList<>();
        for (int k = 0; k < measured.size(); k++) {
            int at = k;
            Strength known = measured.get(k);
            double[] values =
                    draws.stream().mapToDouble(draw -> draw.get(at).value()).toArray();
            double mean = Arrays.stream(values).average().orElseThrow();
            double variance = Arrays.stream(values)
                            .map(value -> (value - mean) * (value - mean))
                            .sum()
                    / (values.length - 1);
            double value = known.value();
            if (known.motif() == Motif.SPREAD) {
                // the draws add the errors once more: what they add to g^2 is what the errors had added before
                value = Math.sqrt(Math.max(
                        0,
                        2 * value * value
                                - Arrays.stream(values)
                                        .map(g -> g * g)
                                        .average()
                                        .orElseThrow()));
            }
            all.add(new Strength(known.motif(), known.path(), value, known.error(), Math.sqrt(variance)));
        }
        return all;
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
