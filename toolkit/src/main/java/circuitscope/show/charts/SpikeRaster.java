package circuitscope.show.charts;

import circuitscope.InputException;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Spikes as short upright lines over time, one row per neuron, as in the paper's Figure 1b. Immutable: each {@code with}
 * method gives a changed copy.
 */
public final class SpikeRaster {
    private final String title;
    private final Recording recording;
    private final double fromSeconds;
    private final double toSeconds;
    private final int[] rowOf;
    private final double[] directions;
    private final int width;
    private final int height;

    private SpikeRaster(
            String title,
            Recording recording,
            double fromSeconds,
            double toSeconds,
            int[] rowOf,
            double[] directions,
            int width,
            int height) {
        this.title = title;
        this.recording = recording;
        this.fromSeconds = fromSeconds;
        this.toSeconds = toSeconds;
        this.rowOf = rowOf;
        this.directions = directions;
        this.width = width;
        this.height = height;
    }

    /**
     * @param title stands above
     * @param recording the spikes
     * @param fromSeconds start of the window in s since the first step
     * @param toSeconds end of the window in s
     * @return the chart
     * @throws InputException if the window is empty or reaches out of the recording
     */
    public static SpikeRaster of(String title, Recording recording, double fromSeconds, double toSeconds) {
        if (!(fromSeconds >= 0 && toSeconds > fromSeconds && toSeconds <= recording.seconds() * (1 + 1e-9))) {
            throw InputException.of(
                    "%s: the window from %s to %s s is empty or reaches out of the recording of %.3f s.",
                    title, fromSeconds, toSeconds, recording.seconds());
        }
        int[] rowOf = new int[recording.neurons()];
        for (int neuron = 0; neuron < rowOf.length; neuron++) {
            rowOf[neuron] = neuron;
        }
        return new SpikeRaster(title, recording, fromSeconds, toSeconds, rowOf, null, 620, 300);
    }

    /**
     * Orders the rows by preferred direction, from 0 at the bottom to 2 pi at the top, and draws the recording's angle over
     * them as an orange line, which passes each row at its neuron's preferred direction.
     *
     * @param preferredDirections in rad, one per neuron; on a simulated ring neuron i has 2 pi i / N
     * @return the changed copy
     * @throws InputException if the recording has no angle, or there is not one finite direction per neuron
     */
    public SpikeRaster withAngle(double... preferredDirections) {
        int n = recording.neurons();
        if (recording.angle().isEmpty()) {
            throw InputException.of("%s: the recording has no angle beside its spikes; leave out withAngle.", title);
        }
        if (preferredDirections.length != n) {
            throw InputException.of(
                    "%s: found %d preferred directions, expected one for each of %d neurons.",
                    title, preferredDirections.length, n);
        }
        double[] turns = new double[n];
        for (int neuron = 0; neuron < n; neuron++) {
            turns[neuron] = turn(preferredDirections[neuron]);
            if (Double.isNaN(turns[neuron])) {
                throw InputException.of(
                        "%s: preferred direction of neuron %d is %s, expected an angle in rad.",
                        title, neuron, preferredDirections[neuron]);
            }
        }
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(neuron -> turns[neuron]))
                .mapToInt(Integer::intValue)
                .toArray();
        SpikeRaster ordered = withOrder(order);
        Arrays.sort(turns);
        return new SpikeRaster(title, recording, fromSeconds, toSeconds, ordered.rowOf, turns, width, height);
    }

    /**
     * @param neurons the neurons from the lowest row to the highest, each of them once
     * @return a copy with its rows in this order, without an angle
     * @throws InputException if a neuron is missing or named twice
     */
    public SpikeRaster withOrder(int... neurons) {
        int[] rows = new int[recording.neurons()];
        boolean[] seen = new boolean[rows.length];
        for (int row = 0; row < neurons.length; row++) {
            int neuron = InputException.requireBetween("Neuron of row " + row, neurons[row], 0, rows.length - 1);
            if (seen[neuron]) {
                throw InputException.of("%s: neuron %d is in two rows, expected each neuron once.", title, neuron);
            }
            seen[neuron] = true;
            rows[neuron] = row;
        }
        if (neurons.length != rows.length) {
            throw InputException.of("%s: found %d rows, expected %d neurons.", title, neurons.length, rows.length);
        }
        return new SpikeRaster(title, recording, fromSeconds, toSeconds, rows, null, width, height);
    }

    /**
     * @param nominalWidth in pixels, 150 to 4000
     * @param nominalHeight in pixels, 120 to 4000
     * @return a copy of this size
     * @throws InputException if a number is out of range
     */
    public SpikeRaster withSize(int nominalWidth, int nominalHeight) {
        InputException.requireBetween("Width of a raster", nominalWidth, 150, 4000);
        InputException.requireBetween("Height of a raster", nominalHeight, 120, 4000);
        return new SpikeRaster(
                title, recording, fromSeconds, toSeconds, rowOf, directions, nominalWidth, nominalHeight);
    }

    /** {@return the finished picture} */
    public Figure figure() {
        return figure(plot());
    }

    Plot plot() {
        Axis time = Axis.of("time (s)", fromSeconds, toSeconds);
        Plot plot = Plot.of(title, time, Axis.indices("neuron", recording.neurons()), width, height);
        plot.paintOver(g -> {
            paintSpikes(g, plot);
            if (directions != null) {
                paintAngle(g, plot, recording.angle().orElseThrow());
            }
        });
        return plot;
    }

    Figure figure(Plot plot) {
        int spikes = lastSpike() - firstSpike();
        return plot.figure(
                title,
                String.format(
                        Locale.ROOT,
                        "%s: raster of %d spikes of %d neurons from %s to %s s",
                        title,
                        spikes,
                        recording.neurons(),
                        Axis.number(fromSeconds),
                        Axis.number(toSeconds)));
    }

    private int firstSpike() {
        return recording.firstSpikeFrom(stepAt(fromSeconds));
    }

    private int lastSpike() {
        return recording.firstSpikeFrom(stepAt(toSeconds));
    }

    private int stepAt(double seconds) {
        // the slack keeps 0.3 s / 0.1 ms, which is 2999.9999999999995, at step 3000
        return (int) Math.ceil(seconds * 1000 / recording.dtMs() * (1 - 1e-12));
    }

    private double secondsAt(int step) {
        return (step + 0.5) * recording.dtMs() / 1000;
    }

    private void paintSpikes(Graphics2D g, Plot plot) {
        double row = plot.area().getHeight() / recording.neurons();
        double half = row < 4 ? 0.5 * row + 0.2 : 0.42 * row;
        g.setColor(Palette.INK);
        g.setStroke(new BasicStroke(0.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        Line2D.Double line = new Line2D.Double();
        int last = lastSpike();
        for (int k = firstSpike(); k < last; k++) {
            double at = plot.pixelX(secondsAt(recording.stepOf(k)));
            double middle = plot.pixelY(rowOf[recording.neuronOf(k)]);
            line.setLine(at, middle - half, at, middle + half);
            g.draw(line);
        }
    }

    /** The angle as a share of the circle, in [0, 1); NaN if it is not finite. */
    private static double turn(double radians) {
        double turns = radians / (2 * Math.PI);
        double turn = turns - Math.floor(turns);
        return turn >= 1 ? 0 : turn;
    }

    /** The place among the rows whose preferred directions lie around this angle, from -0.5 to N - 0.5. */
    static double rowAt(double turn, double[] sortedTurns) {
        int n = sortedTurns.length;
        int above = 0;
        while (above < n && sortedTurns[above] <= turn) {
            above++;
        }
        double low = above > 0 ? sortedTurns[above - 1] : sortedTurns[n - 1] - 1;
        double high = above < n ? sortedTurns[above] : sortedTurns[0] + 1;
        double row = above - 1 + (turn - low) / (high - low);
        return row < -0.5 ? row + n : row > n - 0.5 ? row - n : row;
    }

    private void paintAngle(Graphics2D g, Plot plot, Covariate.Circular covariate) {
        Path2D.Double path = new Path2D.Double();
        int last = Math.min(recording.steps(), stepAt(toSeconds));
        // more than two points per pixel would not be seen
        int stride = Math.max(
                1, (int) ((last - stepAt(fromSeconds)) / (2 * plot.area().getWidth())));
        double before = Double.NaN;
        for (int step = stepAt(fromSeconds); step < last; step += stride) {
            double turn = turn(covariate.at(step));
            double row = Double.isNaN(turn) ? Double.NaN : rowAt(turn, directions);
            double at = plot.pixelX(secondsAt(step));
            if (Math.abs(row - before) < 0.5 * recording.neurons()) {
                path.lineTo(at, plot.pixelY(row));
            } else if (!Double.isNaN(row)) {
                path.moveTo(at, plot.pixelY(row));
            }
            before = row;
        }
        g.setColor(Palette.ORANGE);
        g.setStroke(Palette.LINE);
        g.draw(path);
    }
}
