package circuitscope.motifs.meanfield;

import java.util.List;

/**
 * A curve of fixed points along a parameter, which may turn back.
 *
 * @param points fixed points in the order of the curve
 * @param bifurcations where their stability changes, in the same order
 * @param end why the curve ends
 */
public record Branch(List<Point> points, List<Bifurcation> bifurcations, String end) {
    /** Kind of a bifurcation. */
    public enum Kind {
        /** The curve turns back: two fixed points meet and vanish. */
        SADDLE_NODE,
        /** A pair of complex eigenvalues crosses: an oscillation begins. */
        HOPF,
        /** A real eigenvalue crosses where the curve goes on: other fixed points branch off. */
        BRANCHING
    }

    /**
     * A fixed point.
     *
     * @param parameter value of the parameter
     * @param fixedPoint the fixed point
     */
    public record Point(double parameter, FixedPoint fixedPoint) {}

    /**
     * A bifurcation.
     *
     * @param kind its kind
     * @param parameter value of the parameter
     * @param fixedPoint the fixed point there
     */
    public record Bifurcation(Kind kind, double parameter, FixedPoint fixedPoint) {}

    /**
     * @param points fixed points in the order of the curve
     * @param bifurcations where their stability changes
     * @param end why the curve ends
     */
    public Branch {
        points = List.copyOf(points);
        bifurcations = List.copyOf(bifurcations);
    }

    /** {@return the values of the parameter along the curve, shape (points)} */
    public double[] parameters() {
        return points.stream().mapToDouble(Point::parameter).toArray();
    }

    /**
     * @param population number of a population
     * @return its rate along the curve, shape (points)
     */
    public double[] rate(int population) {
        return points.stream()
                .mapToDouble(point -> point.fixedPoint().rates()[population])
                .toArray();
    }
}
