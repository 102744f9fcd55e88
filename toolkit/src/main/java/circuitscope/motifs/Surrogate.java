package circuitscope.motifs;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;

/**
 * Weights as chance would make them, given some of what is known of them. Each kind leaves the populations' blocks of weights
 * apart, and suits some motifs: what it keeps it can't test.
 */
public enum Surrogate {
    /** Weights of a block stand anywhere in it: only their distribution is kept. For convergent and divergent motifs. */
    SHUFFLED,
    /**
     * Neurons of a population send with each other's columns: what neurons receive, and what they send, are distributed as
     * before, but no longer belong to the same neuron. For chains.
     */
    RELABELLED,
    /**
     * Each neuron receives and sends in sum what it did, in each block: four weights at the corners of a rectangle exchange
     * their interaction, again and again; for zeros and ones this is the exchange of two connections (Maslov and Sneppen
     * 2002). For reciprocal motifs.
     */
    DEGREES_KEPT;

    private static final int EXCHANGES_PER_WEIGHT = 2;

    /**
     * A motif against chance.
     *
     * @param found strength in the weights
     * @param mean mean strength of the surrogates
     * @param deviation s.d. of their strengths
     * @param probability share of surrogates, the weights themselves among them, at least as far from the mean: the two-sided
     *     p-value
     */
    public record Comparison(Strength found, double mean, double deviation, double probability) {
        /** {@return the distance from chance in standard deviations} */
        public double deviations() {
            return (found.value() - mean) / deviation;
        }
    }

    /** {@return the surrogate that suits a motif of two synapses, the one that keeps most of the rest} */
    static Surrogate suiting(Motif motif) {
        return switch (motif) {
            case CHAIN -> RELABELLED;
            case RECIPROCAL -> DEGREES_KEPT;
            default -> SHUFFLED;
        };
    }

    /**
     * @param weights J[i][j] from neuron j to neuron i, shape (N, N), left alone
     * @param populations which population each neuron belongs to
     * @param seed seed of the random numbers
     * @return other weights; self-connections stay
     */
    public double[][] of(double[][] weights, Populations populations, long seed) {
        UniformRandomProvider random = RandomStreams.of(seed, "surrogate " + name());
        double[][] copy = Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
        int[][] members = populations.members();
        for (int[] from : members) {
            int[] order = new PermutationSampler(random, from.length, from.length).sample();
            for (int[] to : members) {
                switch (this) {
                    case SHUFFLED -> shuffle(copy, to, from, random);
                    case RELABELLED -> relabel(weights, copy, to, from, order);
                    case DEGREES_KEPT -> exchange(copy, to, from, random);
                }
            }
        }
        return copy;
    }

    private static void shuffle(double[][] weights, int[] to, int[] from, UniformRandomProvider random) {
        int[] pairs = IntStream.range(0, to.length * from.length)
                .filter(k -> to[k / from.length] != from[k % from.length])
                .toArray();
        for (int k = pairs.length - 1; k > 0; k--) {
            int l = random.nextInt(k + 1);
            double[] row = weights[to[pairs[k] / from.length]];
            double[] other = weights[to[pairs[l] / from.length]];
            int j = from[pairs[k] % from.length];
            int m = from[pairs[l] % from.length];
            double weight = row[j];
            row[j] = other[m];
            other[m] = weight;
        }
    }

    private static void relabel(double[][] weights, double[][] copy, int[] to, int[] from, int[] order) {
        for (int i : to) {
            for (int l = 0; l < from.length; l++) {
                copy[i][from[l]] = weights[i][from[order[l]]];
            }
        }
        for (int l = 0; l < from.length; l++) {
            int own = from[order[l]];
            int i = from[l];
            if (to == from && own != i) {
                // the weight of a neuron onto itself, which nobody knows, changes places with what moved onto its place
                copy[own][i] = weights[i][own];
                copy[i][i] = weights[own][own];
            }
        }
    }

    private static void exchange(double[][] weights, int[] to, int[] from, UniformRandomProvider random) {
        int[] connections = IntStream.range(0, to.length * from.length)
                .filter(k -> to[k / from.length] != from[k % from.length])
                .filter(k -> weights[to[k / from.length]][from[k % from.length]] != 0)
                .toArray();
        long pairs = (long) to.length * from.length - (to == from ? to.length : 0);
        for (long k = 0; k < (long) EXCHANGES_PER_WEIGHT * connections.length; k++) {
            int first = random.nextInt(connections.length);
            int second = random.nextInt(connections.length);
            int i = to[connections[first] / from.length];
            int j = from[connections[first] % from.length];
            int other = to[connections[second] / from.length];
            int m = from[connections[second] % from.length];
            if (i == other || j == m || i == m || other == j) {
                continue;
            }
            double[] row = weights[i];
            double[] below = weights[other];
            if (connections.length == pairs) {
                double half = (row[j] - row[m] - below[j] + below[m]) / 2;
                row[j] -= half;
                row[m] += half;
                below[j] += half;
                below[m] -= half;
            } else if (row[m] == 0 && below[j] == 0) {
                row[m] = row[j];
                below[j] = below[m];
                row[j] = 0;
                below[m] = 0;
                int move = connections[second] % from.length - connections[first] % from.length;
                connections[first] += move;
                connections[second] -= move;
            }
        }
    }

    /**
     * Compares the pooled strength of each motif of two synapses with surrogates that suit it.
     *
     * @param found strengths of the motifs, without what errors of the weights have added where these are known
     * @param weights the same weights J[i][j] from neuron j to neuron i, shape (N, N)
     * @param populations which population each neuron belongs to
     * @param surrogates number of surrogates of each kind, at least 10
     * @param seed seed of the random numbers
     * @param workers threads, and who hears how far it has come
     * @return convergent, divergent, chain and reciprocal motif against chance
     * @throws InputException if the matrix has another size or an entry is not finite, or there are too few
     *     surrogates
     */
    public static List<Comparison> compare(
            MotifStrengths found,
            double[][] weights,
            Populations populations,
            int surrogates,
            long seed,
            Workers workers) {
        InputException.requireBetween("Number of surrogates", surrogates, 10, 1_000_000);
        Surrogate[] kinds = values();
        List<MotifStrengths> drawn = workers.map(
                kinds.length * surrogates,
                "comparing with chance",
                k -> MotifStrengths.of(
                        kinds[k / surrogates].of(weights, populations, seed * 1_000_003 + k % surrogates),
                        populations));
        return found.pooled().stream()
                .map(strength -> {
                    int kind = suiting(strength.motif()).ordinal();
                    double[] chance = drawn.subList(kind * surrogates, (kind + 1) * surrogates).stream()
                            .mapToDouble(one -> one.pooled(strength.motif()).value())
                            .toArray();
                    return comparison(strength, chance);
                })
                .toList();
    }

    private static Comparison comparison(Strength found, double[] chance) {
        double mean = Arrays.stream(chance).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(chance).map(x -> (x - mean) * (x - mean)).sum() / (chance.length - 1));
        double distance = Math.abs(found.value() - mean);
        long farther = Arrays.stream(chance)
                .filter(x -> Math.abs(x - mean) >= distance)
                .count();
        return new Comparison(found, mean, deviation, (1.0 + farther) / (1 + chance.length));
    }
}
