package circuitscope.show.charts;

import circuitscope.InputException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;

/**
 * A matrix in colours with a colour bar. Where there are more cells than pixels, a pixel has the colour of their mean.
 * Immutable: each {@code with} method gives a changed copy.
 */
public final class HeatMap {
    /** Width of the colour bar in nominal pixels. */
    private static final int BAR = 14;

    /** How far the bar's plot moves into the empty margin of the matrix. */
    private static final int OVERLAP = 14;

    private static final int MOST_PASSES = 4;

    private final String title;
    private final double[][] values;
    private final Axis x;
    private final Axis y;
    private final ColourScale colours;
    private final String valueLabel;
    private final int width;
    private final int height;
    private final boolean square;

    private HeatMap(
            String title,
            double[][] values,
            Axis x,
            Axis y,
            ColourScale colours,
            String valueLabel,
            int width,
            int height,
            boolean square) {
        this.title = title;
        this.values = values;
        this.x = x;
        this.y = y;
        this.colours = colours;
        this.valueLabel = valueLabel;
        this.width = width;
        this.height = height;
        this.square = square;
    }

    /**
     * A weight matrix as in the paper's Figure 2: postsynaptic neurons downward, presynaptic ones to the right; excitation
     * red, inhibition blue, with limits at the largest absolute weight.
     *
     * @param title stands above
     * @param weights w[i][j] from neuron j to neuron i, shape (neurons, neurons)
     * @return the chart
     * @throws InputException if the matrix is empty or ragged, or holds no finite weight but 0
     */
    public static HeatMap weights(String title, double[][] weights) {
        double[][] copy = requireMatrix(title, weights);
        double limit = 0;
        for (double[] row : copy) {
            for (double weight : row) {
                limit = Double.isFinite(weight) ? Math.max(limit, Math.abs(weight)) : limit;
            }
        }
        if (limit == 0) {
            throw InputException.of(
                    "%s: every weight is 0 or not finite, so there is no scale for its colours.", title);
        }
        return new HeatMap(
                title,
                copy,
                Axis.indices("presynaptic neuron j", copy[0].length),
                Axis.indices("postsynaptic neuron i", copy.length).turned(),
                ColourScale.diverging(limit),
                "weight",
                460,
                370,
                copy.length == copy[0].length);
    }

    /**
     * The activity of a population over time as in the paper's Figure 1b: time to the right, neurons upward; colours from
     * the least to the largest value.
     *
     * @param title stands above
     * @param activity shape (neurons, samples), samples equally spaced in time
     * @param fromSeconds time in s at which the first sample begins
     * @param toSeconds time in s at which the last sample ends
     * @param label what the values are, with their unit
     * @return the chart
     * @throws InputException if the matrix is empty or ragged, all values are equal, or the times are not in order
     */
    public static HeatMap activity(
            String title, double[][] activity, double fromSeconds, double toSeconds, String label) {
        double[][] copy = requireMatrix(title, activity);
        return new HeatMap(
                title,
                copy,
                Axis.of("time (s)", fromSeconds, toSeconds),
                Axis.indices("neuron", copy.length),
                scaleOf(title, copy),
                label,
                620,
                300,
                false);
    }

    /**
     * Values over a grid of two parameters: one to the right, the other upward; a value that is not a number is grey.
     *
     * @param title stands above
     * @param xLabel what the first parameter is
     * @param x its values, rising in equal steps, shape (X)
     * @param yLabel what the second parameter is
     * @param y its values, rising in equal steps, shape (Y)
     * @param values shape (Y, X)
     * @param label what the values are, with their unit
     * @return the chart
     * @throws InputException if the shapes differ, an axis has fewer than two values, or all values are equal
     */
    public static HeatMap grid(
            String title, String xLabel, double[] x, String yLabel, double[] y, double[][] values, String label) {
        double[][] copy = requireMatrix(title, values);
        if (copy.length != y.length || copy[0].length != x.length || x.length < 2 || y.length < 2) {
            throw InputException.of(
                    "%s: found %d x %d values for %d and %d of the parameters, expected as many, and two at least.",
                    title, copy.length, copy[0].length, y.length, x.length);
        }
        return new HeatMap(
                title, copy, cells(xLabel, x), cells(yLabel, y), scaleOf(title, copy), label, 460, 370, false);
    }

    /**
     * A table in colours, the first row above.
     *
     * @param title stands above
     * @param xLabel what the columns are
     * @param columns their names, shape (X)
     * @param yLabel what the rows are
     * @param rows their names, shape (Y)
     * @param values shape (Y, X)
     * @param label what the values are, with their unit
     * @return the chart
     * @throws InputException if the shapes differ, or all values are equal
     */
    public static HeatMap table(
            String title,
            String xLabel,
            List<String> columns,
            String yLabel,
            List<String> rows,
            double[][] values,
            String label) {
        double[][] copy = requireMatrix(title, values);
        if (copy.length != rows.size() || copy[0].length != columns.size()) {
            throw InputException.of(
                    "%s: found %d x %d values for %d rows and %d columns with names, expected as many.",
                    title, copy.length, copy[0].length, rows.size(), columns.size());
        }
        return new HeatMap(
                title,
                copy,
                Axis.named(xLabel, columns),
                Axis.named(yLabel, rows).turned(),
                scaleOf(title, copy),
                label,
                460,
                370,
                false);
    }

    /** Each value in the middle of its cell. */
    private static Axis cells(String label, double[] values) {
        double half = (values[values.length - 1] - values[0]) / (values.length - 1) / 2;
        return Axis.of(label, values[0] - half, values[values.length - 1] + half);
    }

    /** From the least to the largest finite value. */
    private static ColourScale scaleOf(String title, double[][] values) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double[] row : values) {
            for (double value : row) {
                if (Double.isFinite(value)) {
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            }
        }
        if (!(least < most)) {
            throw InputException.of(
                    "%s: the values have no range (%s to %s), so there is no scale for their colours.",
                    title, least, most);
        }
        return ColourScale.sequential(least, most);
    }

    private static double[][] requireMatrix(String title, double[][] values) {
        if (values.length == 0 || values[0].length == 0) {
            throw InputException.of("%s: the matrix is empty, expected at least one row and column.", title);
        }
        double[][] copy = new double[values.length][];
        for (int row = 0; row < values.length; row++) {
            if (values[row].length != values[0].length) {
                throw InputException.of(
                        "%s, row %d: found %d columns, expected %d as in row 0.",
                        title, row, values[row].length, values[0].length);
            }
            copy[row] = values[row].clone();
        }
        return copy;
    }

    /**
     * @param other colours and their limits, so that several charts can share them
     * @return a copy in these colours
     */
    public HeatMap withColours(ColourScale other) {
        return new HeatMap(title, values, x, y, other, valueLabel, width, height, square);
    }

    /**
     * @param label what the values are, with their unit
     * @return a copy with this label beside the colour bar
     */
    public HeatMap withValueLabel(String label) {
        return new HeatMap(title, values, x, y, colours, label, width, height, square);
    }

    /**
     * @param nominalWidth in pixels, 150 to 4000; a square matrix may take less
     * @param nominalHeight in pixels, 120 to 4000
     * @return a copy of this size
     * @throws InputException if a number is out of range
     */
    public HeatMap withSize(int nominalWidth, int nominalHeight) {
        InputException.requireBetween("Width of a heat map", nominalWidth, 150, 4000);
        InputException.requireBetween("Height of a heat map", nominalHeight, 120, 4000);
        return new HeatMap(title, values, x, y, colours, valueLabel, nominalWidth, nominalHeight, square);
    }

    /** {@return the finished picture} */
    public Figure figure() {
        return draw().figure();
    }

    /** A picture, and where the matrix and the colour bar lie on it in nominal pixels. */
    record Drawn(Figure figure, Rectangle2D matrix, Rectangle2D bar) {}

    Drawn draw() {
        Plot scale = fitted(this::scalePlot, 200, plot -> plot.area().getWidth() - BAR);
        int room = width - scale.width() + OVERLAP;
        Plot matrix = square
                ? fitted(
                        this::matrixPlot,
                        room,
                        plot -> plot.area().getWidth() - plot.area().getHeight())
                : matrixPlot(room);
        String description = String.format(
                Locale.ROOT,
                "%s: heat map of %s, %d rows, %d columns, colours from %.3g to %.3g",
                title,
                valueLabel,
                values.length,
                values[0].length,
                colours.least(),
                colours.most());
        int left = matrix.width() - OVERLAP;
        Figure figure = Figure.paint(title, description, left + scale.width(), height, g -> {
            matrix.paint(g);
            g.translate(left, 0);
            scale.paint(g);
        });
        Rectangle2D bar = scale.areaOnFigure();
        bar.setRect(bar.getX() + left, bar.getY(), bar.getWidth(), bar.getHeight());
        return new Drawn(figure, matrix.areaOnFigure(), bar);
    }

    /** The layout is known only once it is drawn: draws at a first width, then again without the excess, until it fits. */
    private Plot fitted(IntFunction<Plot> plotOfWidth, int firstWidth, ToDoubleFunction<Plot> excess) {
        int width = firstWidth;
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            Plot plot = plotOfWidth.apply(width);
            Figure.paint(title, "", width, height, plot::paint);
            int next = (int) Math.round(width - excess.applyAsDouble(plot));
            if (next == width) {
                break;
            }
            width = next;
        }
        return plotOfWidth.apply(width);
    }

    private Plot matrixPlot(int plotWidth) {
        Plot plot = Plot.of(title, x, y, plotWidth, height);
        plot.paintOver(g -> fill(g, plot.area(), values, !y.downward()));
        return plot;
    }

    private Plot scalePlot(int plotWidth) {
        // the same title and x label, without ink, give the bar the height of the matrix
        Axis numbers = Axis.of(valueLabel, colours.least(), colours.most());
        Plot plot = Plot.of(title, Axis.of(x.label(), 0, 1), numbers, plotWidth, height);
        plot.turnIntoScale();
        plot.paintOver(g -> fill(g, plot.area(), ramp(), true));
        return plot;
    }

    private double[][] ramp() {
        double[][] ramp = new double[512][1];
        Arrays.setAll(ramp, k -> new double[] {colours.least() + (colours.most() - colours.least()) * k / 511});
        return ramp;
    }

    private void fill(Graphics2D g, Rectangle2D target, double[][] matrix, boolean upward) {
        int columns = (int) Math.round(target.getWidth() * Figure.SCALE);
        int rows = (int) Math.round(target.getHeight() * Figure.SCALE);
        if (columns < 1 || rows < 1) {
            // a trial of a layout in which no room is left; the next one has more
            return;
        }
        BufferedImage pixels = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rows; row++) {
            int from = (int) ((long) row * matrix.length / rows);
            int to = Math.max(from + 1, (int) ((row + 1L) * matrix.length / rows));
            for (int column = 0; column < columns; column++) {
                int first = (int) ((long) column * matrix[0].length / columns);
                int last = Math.max(first + 1, (int) ((column + 1L) * matrix[0].length / columns));
                pixels.setRGB(column, upward ? rows - 1 - row : row, colours.rgb(mean(matrix, from, to, first, last)));
            }
        }
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        g.drawImage(
                pixels,
                (int) target.getX(),
                (int) target.getY(),
                (int) target.getWidth(),
                (int) target.getHeight(),
                null);
    }

    private static double mean(double[][] matrix, int from, int to, int first, int last) {
        double sum = 0;
        int count = 0;
        for (int row = from; row < to; row++) {
            for (int column = first; column < last; column++) {
                if (Double.isFinite(matrix[row][column])) {
                    sum += matrix[row][column];
                    count++;
                }
            }
        }
        return count > 0 ? sum / count : Double.NaN;
    }
}
