package circuitscope.network.wiring;

import circuitscope.InputException;
import circuitscope.spikes.Cell;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Neurons on a grid; weights depend on the Euclidean distance. One row is a chain, several a sheet; periodic, the sheet closes
 * to a torus. A shifted profile moves weights along the rows.
 *
 * @param rows number of rows
 * @param columns neurons in a row
 * @param periodic whether opposite edges are neighbours
 * @param profile weight against distance, in neurons
 */
public record Lattice(int rows, int columns, boolean periodic, WeightProfile profile) implements Wiring {
    /**
     * @param rows number of rows
     * @param columns neurons in a row
     * @param periodic whether opposite edges are neighbours
     * @param profile weight against distance, in neurons
     * @throws InputException if there are too few or too many neurons
     */
    public Lattice {
        InputException.requireBetween("Rows of the lattice", rows, 1, MAX_NEURONS);
        InputException.requireBetween("Columns of the lattice", columns, 2, MAX_NEURONS);
        InputException.requireBetween("Number of neurons", rows * (double) columns, 2, MAX_NEURONS);
    }

    /**
     * @param neurons number of neurons
     * @param profile weight against distance
     * @return a chain with two ends
     */
    public static Lattice chain(int neurons, WeightProfile profile) {
        return new Lattice(1, neurons, false, profile);
    }

    /**
     * @param rows number of rows
     * @param columns neurons in a row
     * @param profile weight against distance
     * @return a sheet with edges
     */
    public static Lattice sheet(int rows, int columns, WeightProfile profile) {
        return new Lattice(rows, columns, false, profile);
    }

    /**
     * @param rows number of rows
     * @param columns neurons in a row
     * @param profile weight against distance
     * @return a torus
     */
    public static Lattice torus(int rows, int columns, WeightProfile profile) {
        return new Lattice(rows, columns, true, profile);
    }

    @Override
    public int neurons() {
        return rows * columns;
    }

    @Override
    public double[][] weights() {
        int n = neurons();
        double[][] weights = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double along = way(i % columns - j % columns - profile.shift(), columns);
                double across = way(i / columns - j / columns, rows);
                weights[i][j] = profile.at(StrictMath.sqrt(along * along + across * across));
            }
        }
        return weights;
    }

    private double way(double difference, int length) {
        if (!periodic) {
            return Math.abs(difference);
        }
        double turned = difference % length;
        turned += turned < 0 ? length : 0;
        return Math.min(turned, length - turned);
    }

    /** {@inheritDoc} Places are in units of the distance between neighbours. */
    @Override
    public List<Cell> cells() {
        return IntStream.range(0, neurons())
                .mapToObj(i -> Cell.of("").at(i % columns, i / columns))
                .toList();
    }
}
