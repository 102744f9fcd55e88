package circuitscope.headdirection;

import circuitscope.InputException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Head-direction cells on a ring of N neurons, whose neuron k prefers 2 pi k / N: each cell takes the place of the nearest preferred
 * direction (paper, Section 4.5). Where two cells want one place, the farther one takes the nearest that is free.
 *
 * @param place place of each cell, all different, shape (cells)
 * @param neurons number of neurons N of the ring
 */
public record RingPlaces(int[] place, int neurons) {
    /**
     * @param preferredRadians preferred direction of each cell in rad, shape (cells)
     * @param neurons number of neurons N of the ring
     * @return their places
     * @throws InputException if there are more cells than neurons, or a direction is not finite
     */
    public static RingPlaces of(double[] preferredRadians, int neurons) {
        InputException.requireBetween("Number of cells on a ring", preferredRadians.length, 1, neurons);
        for (int i = 0; i < preferredRadians.length; i++) {
            if (!Double.isFinite(preferredRadians[i])) {
                throw InputException.of(
                        "Cell %d prefers %s rad, expected a direction; leave out cells without one.",
                        i, preferredRadians[i]);
            }
        }
        int[] place = new int[preferredRadians.length];
        boolean[] taken = new boolean[neurons];
        List<Integer> nearestFirst = IntStream.range(0, place.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> {
                    double exact = preferredRadians[i] / (2 * Math.PI) * neurons;
                    return Math.abs(exact - Math.rint(exact));
                }))
                .toList();
        for (int i : nearestFirst) {
            double exact = preferredRadians[i] / (2 * Math.PI) * neurons;
            place[i] = IntStream.range(0, neurons)
                    .filter(k -> !taken[k])
                    .boxed()
                    .min(Comparator.comparingDouble(k -> Math.abs(Math.IEEEremainder(exact - k, neurons))))
                    .orElseThrow();
            taken[place[i]] = true;
        }
        return new RingPlaces(place, neurons);
    }

    /** {@return the places in order along the ring, shape (cells)} */
    public int[] increasing() {
        return Arrays.stream(place).sorted().toArray();
    }

    /**
     * @param weights weights among the cells, shape (cells, cells)
     * @return the same in the order of the places
     */
    public double[][] inOrder(double[][] weights) {
        return sorted(weights, Arrays.stream(place).asDoubleStream().toArray());
    }

    /**
     * @param weights weights among cells, shape (cells, cells)
     * @param angles angle of each cell, or another number that stands for its place, shape (cells)
     * @return the weights with rows and columns in increasing order of these
     */
    public static double[][] sorted(double[][] weights, double[] angles) {
        int[] order = IntStream.range(0, angles.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> angles[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return Arrays.stream(order)
                .mapToObj(i ->
                        Arrays.stream(order).mapToDouble(j -> weights[i][j]).toArray())
                .toArray(double[][]::new);
    }
}
