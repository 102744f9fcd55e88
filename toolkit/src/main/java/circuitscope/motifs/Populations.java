package circuitscope.motifs;

import circuitscope.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which population each neuron belongs to.
 *
 * @param names name of each population, shape (P)
 * @param of number of each neuron's population, shape (N), 0 to P - 1
 */
public record Populations(List<String> names, int[] of) {
    /**
     * @param names name of each population, shape (P)
     * @param of number of each neuron's population, shape (N)
     * @throws InputException if a number names no population, or a population has fewer than three neurons
     */
    public Populations {
        names = List.copyOf(names);
        int[] sizes = new int[names.size()];
        for (int i = 0; i < of.length; i++) {
            InputException.requireBetween("Population of neuron " + i, of[i], 0, names.size() - 1);
            sizes[of[i]]++;
        }
        for (int p = 0; p < sizes.length; p++) {
            if (sizes[p] < 3) {
                throw InputException.of(
                        "Population %s has %d neurons, expected at least 3; take more neurons or fewer populations.",
                        names.get(p), sizes[p]);
            }
        }
    }

    /**
     * @param neurons number of neurons
     * @return one population of all
     */
    public static Populations one(int neurons) {
        return new Populations(List.of("all"), new int[neurons]);
    }

    /**
     * Neurons of a population stand side by side, in the order of the populations.
     *
     * @param names name of each population, shape (P)
     * @param shares share of each in all neurons, shape (P), sum 1
     * @param neurons number of neurons
     * @return the populations, each of its share to the nearest neuron
     * @throws InputException if a population would have fewer than three neurons
     */
    public static Populations sideBySide(List<String> names, double[] shares, int neurons) {
        int[] of = new int[neurons];
        double sum = 0;
        int from = 0;
        for (int p = 0; p < shares.length; p++) {
            sum += shares[p];
            int to = p == shares.length - 1 ? neurons : (int) Math.round(sum * neurons);
            Arrays.fill(of, Math.min(from, neurons), Math.min(to, neurons), p);
            from = to;
        }
        return new Populations(names, of);
    }

    /** {@return the number of populations P} */
    public int count() {
        return names.size();
    }

    /** {@return the number of neurons N} */
    public int neurons() {
        return of.length;
    }

    /**
     * @param population number of a population
     * @return its neurons in rising order
     */
    public int[] members(int population) {
        return IntStream.range(0, of.length).filter(i -> of[i] == population).toArray();
    }

    /** {@return the neurons of each population, shape (P, size)} */
    public int[][] members() {
        return IntStream.range(0, count()).mapToObj(this::members).toArray(int[][]::new);
    }
}
