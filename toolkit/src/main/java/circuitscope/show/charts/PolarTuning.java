package circuitscope.show.charts;

import circuitscope.InputException;
import circuitscope.headdirection.TuningCurve;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A tuning curve in polar coordinates, as in the paper's Figure 6: the angle is the head direction, counter-clockwise from
 * the right, the radius the rate, and a red dot stands at the preferred direction.
 *
 * @param title stands above
 * @param curve what is drawn; directions of unknown rate leave a gap
 * @param size nominal width in pixels, 90 to 2000; the height is a little more for the title
 */
public record PolarTuning(String title, TuningCurve curve, int size) {
    private static final int TITLE_HEIGHT = 22;

    /**
     * @param title stands above
     * @param curve what is drawn
     * @param size nominal width in pixels
     * @throws InputException if {@code size} is out of range
     */
    public PolarTuning {
        InputException.requireBetween("Size of a polar plot", size, 90, 2000);
    }

    /**
     * @param title stands above
     * @param curve what is drawn
     * @return a plot of nominal width 260
     */
    public static PolarTuning of(String title, TuningCurve curve) {
        return new PolarTuning(title, curve, 260);
    }

    /**
     * The paper's Figure 6: a small plot per neuron.
     *
     * @param title stands above all
     * @param columns number of plots side by side
     * @param curves one per neuron, numbered from 1
     * @return one figure
     * @throws InputException if there is no curve, or {@code columns} is out of range
     */
    public static Figure grid(String title, int columns, List<TuningCurve> curves) {
        List<Figure> plots = new ArrayList<>();
        for (TuningCurve curve : curves) {
            plots.add(new PolarTuning("cell " + (plots.size() + 1), curve, 150).figure());
        }
        return Figure.grid(title, columns, plots);
    }

    /** {@return the finished picture} */
    public Figure figure() {
        String description = String.format(
                Locale.ROOT,
                "%s: polar tuning curve, peak %.1f Hz at %.0f degrees",
                title,
                curve.peakHz(),
                Math.toDegrees(curve.preferredDirection()));
        return Figure.paint(title, description, size, size + TITLE_HEIGHT, this::paint);
    }

    /** Where a rate at an angle lies, in nominal pixels. */
    Point2D place(double radians, double hz) {
        double r = hz / outerHz() * radius();
        return new Point2D.Double(
                size / 2.0 + r * Math.cos(radians), TITLE_HEIGHT + size / 2.0 - r * Math.sin(radians));
    }

    private double radius() {
        return size / 2.0 - (isSmall() ? 25 : 34);
    }

    private boolean isSmall() {
        return size < 200;
    }

    private int rings() {
        return (int) Math.ceil(curve.peakHz() / ringHz() - 1e-9);
    }

    private double outerHz() {
        return rings() * ringHz();
    }

    /** A round number of Hz such that two to four rings hold the curve. */
    private double ringHz() {
        double least = curve.peakHz() / (isSmall() ? 3 : 4);
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 2.5, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private void paint(Graphics2D g) {
        g.setFont(isSmall() ? Palette.TEXT.deriveFont(11f) : Palette.TITLE);
        g.setColor(Palette.INK);
        text(g, title, size / 2.0, 12);
        paintGrid(g);
        g.setColor(Palette.faint(Palette.BLUE));
        g.fill(outline(true));
        g.setColor(Palette.BLUE);
        g.setStroke(Palette.LINE);
        g.draw(outline(false));
        paintRates(g);
        Point2D peak = place(curve.preferredDirection(), curve.peakHz());
        double dot = isSmall() ? 2.8 : 4;
        g.setColor(Palette.RED);
        g.fill(new Ellipse2D.Double(peak.getX() - dot, peak.getY() - dot, 2 * dot, 2 * dot));
    }

    private void paintGrid(Graphics2D g) {
        Point2D centre = place(0, 0);
        g.setStroke(Palette.THIN);
        for (int ring = 1; ring <= rings(); ring++) {
            double r = radius() * ring / rings();
            g.setColor(ring == rings() ? Palette.GREY : Palette.GRID);
            g.draw(new Ellipse2D.Double(centre.getX() - r, centre.getY() - r, 2 * r, 2 * r));
        }
        g.setColor(Palette.GRID);
        for (int degrees = 0; degrees < 360; degrees += isSmall() ? 90 : 45) {
            g.draw(new Line2D.Double(centre, place(Math.toRadians(degrees), outerHz())));
        }
        g.setFont(isSmall() ? Palette.SMALL.deriveFont(8.5f) : Palette.SMALL);
        g.setColor(Palette.AXIS);
        for (int degrees = 0; degrees < 360; degrees += isSmall() ? 90 : 45) {
            double beyond = outerHz() * (1 + (isSmall() ? 10 : 14) / radius());
            // labels beside the circle are wider than high: move them out a little more
            double wide = 1 + Math.abs(Math.cos(Math.toRadians(degrees))) * (isSmall() ? 2 : 4) / radius();
            Point2D at = place(Math.toRadians(degrees), beyond * wide);
            text(g, degrees + "\u00b0", at.getX() + 1, at.getY());
        }
    }

    /** Rates stand on the rings in the direction opposite to the peak, between two spokes, where the curve is low. */
    private void paintRates(Graphics2D g) {
        g.setFont(isSmall() ? Palette.SMALL.deriveFont(8.5f) : Palette.SMALL.deriveFont(9.5f));
        double away = curve.preferredDirection() + Math.PI;
        double spokes = isSmall() ? Math.PI / 2 : Math.PI / 4;
        double direction = (Math.floor(away / spokes) + 0.5) * spokes;
        for (int ring = isSmall() ? rings() : 1; ring <= rings(); ring++) {
            String label = Axis.number(ring * ringHz()) + (ring == rings() ? " Hz" : "");
            Point2D at = place(direction, ring * ringHz());
            double width = g.getFontMetrics().stringWidth(label) + 3.0;
            double height = g.getFontMetrics().getAscent() - 1.0;
            g.setColor(Palette.PAPER);
            g.fill(new Rectangle2D.Double(at.getX() - width / 2, at.getY() - height / 2, width, height));
            g.setColor(Palette.AXIS);
            text(g, label, at.getX(), at.getY());
        }
    }

    /** The curve as a line, or closed over the centre where rates are unknown. */
    private Path2D outline(boolean closed) {
        Path2D.Double path = new Path2D.Double();
        boolean pen = false;
        for (int k = 0; k <= curve.bins(); k++) {
            int bin = k % curve.bins();
            boolean known = !Double.isNaN(curve.hz(bin));
            if (!known && !closed) {
                pen = false;
                continue;
            }
            Point2D at = place(curve.radians(bin), known ? curve.hz(bin) : 0);
            if (pen) {
                path.lineTo(at.getX(), at.getY());
            } else {
                path.moveTo(at.getX(), at.getY());
                pen = true;
            }
        }
        return path;
    }

    /** Centred on a point in both directions. */
    private static void text(Graphics2D g, String text, double x, double y) {
        double width = g.getFontMetrics().getStringBounds(text, g).getWidth();
        double up = g.getFont()
                .createGlyphVector(g.getFontRenderContext(), "0")
                .getVisualBounds()
                .getHeight();
        g.drawString(text, (float) (x - width / 2), (float) (y + up / 2));
    }
}
