package circuitscope.motifs.meanfield;

import circuitscope.InputException;
import circuitscope.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Fixed points over a grid of two parameters.
 *
 * @param xLabel what the first parameter is
 * @param x its values, shape (X)
 * @param yLabel what the second parameter is
 * @param y its values, shape (Y)
 * @param cells what happens at each pair of values, shape (Y, X)
 */
public record PhaseDiagram(String xLabel, double[] x, String yLabel, double[] y, Cell[][] cells) {
    private static final int STARTS = 6;

    /** Kind of a cell. */
    public enum Regime {
        /** No such network: the motif strengths are impossible together. */
        IMPOSSIBLE,
        /** One fixed point, stable. */
        ONE_STABLE,
        /** Several stable fixed points. */
        SEVERAL_STABLE,
        /** Fixed points, none of them stable, and rates that stay bounded: oscillations. */
        OSCILLATING,
        /** Rates grow without bounds from rest. */
        UNBOUNDED
    }

    /**
     * One pair of values.
     *
     * @param regime kind
     * @param fixedPoints all that were found
     * @param fromRest where silent neurons arrive, if they settle
     */
    public record Cell(Regime regime, List<FixedPoint> fixedPoints, Optional<FixedPoint> fromRest) {}

    /** The mean field of a pair of values. */
    @FunctionalInterface
    public interface Family {
        /**
         * @param x value of the first parameter
         * @param y value of the second parameter
         * @return the equations
         * @throws InputException if there is no such network
         */
        MeanFieldTheory at(double x, double y);
    }

    /**
     * Rows are worked on side by side; within a row the fixed points of a cell are starts of the next one.
     *
     * @param xLabel what the first parameter is
     * @param x its values, shape (X)
     * @param yLabel what the second parameter is
     * @param y its values, shape (Y)
     * @param family the equations of a pair of values
     * @param input external input to each population, shape (P)
     * @param workers threads, and who hears how far it has come
     * @return the diagram
     */
    public static PhaseDiagram of(
            String xLabel, double[] x, String yLabel, double[] y, Family family, double[] input, Workers workers) {
        List<Cell[]> rows = workers.map(y.length, "drawing the phase diagram", row -> {
            Cell[] cells = new Cell[x.length];
            List<double[]> known = List.of();
            for (int k = 0; k < x.length; k++) {
                cells[k] = cell(family, x[k], y[row], input, known);
                known = cells[k].fixedPoints.stream().map(FixedPoint::state).toList();
            }
            return cells;
        });
        return new PhaseDiagram(xLabel, x.clone(), yLabel, y.clone(), rows.toArray(Cell[][]::new));
    }

    private static Cell cell(Family family, double x, double y, double[] input, List<double[]> known) {
        MeanFieldTheory meanField;
        try {
            meanField = family.at(x, y);
        } catch (InputException e) {
            return new Cell(Regime.IMPOSSIBLE, List.of(), Optional.empty());
        }
        Optional<FixedPoint> fromRest = FixedPoints.fromRest(meanField, input);
        List<double[]> starts = new ArrayList<>(known);
        fromRest.ifPresent(point -> starts.add(point.state()));
        starts.addAll(FixedPoints.starts(meanField, STARTS));
        List<FixedPoint> all = FixedPoints.from(meanField, starts, input);
        long stable = all.stream().filter(FixedPoint::stable).count();
        Regime regime;
        if (stable > 1) {
            regime = Regime.SEVERAL_STABLE;
        } else if (fromRest.isPresent()) {
            regime = Regime.ONE_STABLE;
        } else if (stable == 0 && !all.isEmpty() && bounded(meanField, input)) {
            regime = Regime.OSCILLATING;
        } else {
            regime = Regime.UNBOUNDED;
        }
        return new Cell(regime, all, fromRest);
    }

    private static boolean bounded(MeanFieldTheory meanField, double[] input) {
        double[] state = meanField.rest();
        for (int step = 0; step < 1000; step++) {
            double[] change = meanField.derivative(state, input);
            for (int k = 0; k < state.length; k++) {
                state[k] += 0.1 * change[k];
                if (!(Math.abs(state[k]) < 1e4)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * @param value a number of a cell
     * @return that number for each cell, shape (Y, X)
     */
    public double[][] map(ToDoubleFunction<Cell> value) {
        return Arrays.stream(cells)
                .map(row -> Arrays.stream(row).mapToDouble(value).toArray())
                .toArray(double[][]::new);
    }

    /**
     * @param population number of a population
     * @return its rate where silent neurons arrive, not a number where they do not settle, shape (Y, X)
     */
    public double[][] rate(int population) {
        return map(
                cell -> cell.fromRest().map(point -> point.rates()[population]).orElse(Double.NaN));
    }
}
