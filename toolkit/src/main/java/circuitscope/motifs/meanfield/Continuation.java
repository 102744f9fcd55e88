package circuitscope.motifs.meanfield;

import circuitscope.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import org.apache.commons.math3.complex.Complex;

/**
 * Follows a fixed point along a parameter by its arc length (Keller 1977), so that the curve can turn back, and finds where its
 * stability changes.
 */
public final class Continuation {
    private static final double LONGEST = 0.1;
    private static final double SHORTEST = 1e-6;
    private static final double FIRST = 0.02;
    private static final double TOLERANCE = 1e-10;
    private static final double FAR = 1e4;
    private static final int MOST_POINTS = 1500;
    private static final int HALVINGS = 40;

    private final DoubleFunction<Condition> family;
    private final double least;
    private final double most;

    private Continuation(DoubleFunction<Condition> family, double least, double most) {
        this.family = family;
        this.least = least;
        this.most = most;
    }

    /**
     * Equations and input at one value of the parameter.
     *
     * @param meanField the equations
     * @param input external input to each population, shape (P)
     */
    public record Condition(MeanFieldTheory meanField, double[] input) {}

    /** A point of the curve, state and parameter in one array, with the direction in which it goes on. */
    private record Place(double[] at, double[] tangent) {}

    /**
     * @param family equations and input of each value of the parameter
     * @param start value of the parameter to start from
     * @param state a state near a fixed point there, shape (3 P)
     * @param end value towards which the parameter moves first
     * @return the curve until the parameter leaves the range between the two values, with {@code start} inside it a little
     * @throws InputException if there is no fixed point near the state
     */
    public static Branch along(DoubleFunction<Condition> family, double start, double[] state, double end) {
        double room = 1e-9 * (1 + Math.abs(end - start));
        return new Continuation(family, Math.min(start, end) - room, Math.max(start, end) + room)
                .follow(start, state, end > start);
    }

    /**
     * Starts at the fixed point with the lowest rate of the first population.
     *
     * @param family equations of each value of the parameter
     * @param start value of the parameter to start from
     * @param end value towards which the parameter moves first
     * @param input external input to each population, shape (P)
     * @return the curve until the parameter leaves the range between the two values
     * @throws InputException if there is no fixed point at the start
     */
    public static Branch along(DoubleFunction<MeanFieldTheory> family, double start, double end, double... input) {
        List<FixedPoint> there = FixedPoints.all(family.apply(start), input);
        if (there.isEmpty()) {
            throw InputException.of("There is no fixed point at %s, where the curve was to start.", start);
        }
        return along(
                parameter -> new Condition(family.apply(parameter), input),
                start,
                there.get(0).state(),
                end);
    }

    private Branch follow(double start, double[] state, boolean upward) {
        Condition first = family.apply(start);
        double[] fixed = FixedPoints.newton(first.meanField(), state, first.input())
                .orElseThrow(() -> InputException.of(
                        "There is no fixed point near the given state at %s; take one that FixedPoints found.", start));
        double[] at = Arrays.copyOf(fixed, fixed.length + 1);
        at[fixed.length] = start;
        double[] along = new double[at.length];
        along[fixed.length] = upward ? 1 : -1;
        Place place = new Place(at, tangent(at, along));
        List<Branch.Point> points = new ArrayList<>();
        List<Branch.Bifurcation> bifurcations = new ArrayList<>();
        points.add(point(place));
        double length = FIRST;
        String why = "the curve is longer than " + MOST_POINTS + " points";
        while (points.size() < MOST_POINTS) {
            Optional<Place> next = step(place, length);
            if (next.isEmpty()) {
                length /= 2;
                if (length < SHORTEST) {
                    why = "the curve ends, or there is no such network";
                    break;
                }
                continue;
            }
            Branch.Point here = points.get(points.size() - 1);
            Branch.Point there = point(next.get());
            if (there.parameter() < least || there.parameter() > most) {
                double reached = length;
                Place from = place;
                Place edge = bisected(from, reached, other -> {
                    double parameter = other.at[other.at.length - 1];
                    return parameter < least || parameter > most;
                });
                Branch.Point last = point(edge);
                findBifurcation(from, reached, here, last).ifPresent(bifurcations::add);
                points.add(last);
                why = "the parameter leaves its range";
                break;
            }
            findBifurcation(place, length, here, there).ifPresent(bifurcations::add);
            points.add(there);
            place = next.get();
            length = Math.min(LONGEST * (1 + norm(place.at) / 3), length * 1.3);
            if (Arrays.stream(place.at).anyMatch(value -> Math.abs(value) > FAR)) {
                why = "rates grow without bounds";
                break;
            }
        }
        return new Branch(points, bifurcations, why);
    }

    private Branch.Point point(Place place) {
        double parameter = place.at[place.at.length - 1];
        double[] state = Arrays.copyOf(place.at, place.at.length - 1);
        return new Branch.Point(parameter, FixedPoint.at(family.apply(parameter).meanField(), state));
    }

    private Optional<Branch.Bifurcation> findBifurcation(
            Place from, double length, Branch.Point here, Branch.Point there) {
        int realBefore = growing(here, false);
        int pairsBefore = growing(here, true);
        int realAfter = growing(there, false);
        int pairsAfter = growing(there, true);
        if (realBefore + pairsBefore == realAfter + pairsAfter) {
            return Optional.empty();
        }
        int before = realBefore + pairsBefore;
        Place at = bisected(from, length, other -> {
            Branch.Point point = point(other);
            return growing(point, false) + growing(point, true) != before;
        });
        Branch.Point point = point(at);
        boolean hopf = Math.abs(realBefore + pairsBefore - realAfter - pairsAfter) == 2;
        boolean turns = from.tangent[from.tangent.length - 1]
                        * step(from, length)
                                .map(place -> place.tangent[place.tangent.length - 1])
                                .orElse(1.0)
                < 0;
        Branch.Kind kind = hopf ? Branch.Kind.HOPF : turns ? Branch.Kind.SADDLE_NODE : Branch.Kind.BRANCHING;
        return Optional.of(new Branch.Bifurcation(kind, point.parameter(), point.fixedPoint()));
    }

    /** Eigenvalues with a growing disturbance, real or in pairs. */
    private static int growing(Branch.Point point, boolean pairs) {
        int count = 0;
        for (Complex value : point.fixedPoint().eigenvalues()) {
            if (value.getReal() > 0 && value.getImaginary() != 0 == pairs) {
                count++;
            }
        }
        return count;
    }

    /** The last place before a condition holds, on the way of one step. */
    private Place bisected(Place from, double length, Predicate<Place> beyond) {
        Place best = from;
        double low = 0;
        double high = length;
        for (int halving = 0; halving < HALVINGS; halving++) {
            double middle = (low + high) / 2;
            Optional<Place> trial = step(from, middle);
            if (trial.isPresent() && !beyond.test(trial.get())) {
                best = trial.get();
                low = middle;
            } else {
                high = middle;
            }
        }
        return best;
    }

    /** One step along the tangent, then Newton's method across it. */
    private Optional<Place> step(Place from, double length) {
        int n = from.at.length;
        double[] at = new double[n];
        for (int k = 0; k < n; k++) {
            at[k] = from.at[k] + length * from.tangent[k];
        }
        double[] guess = at.clone();
        try {
            for (int iteration = 0; iteration < 12; iteration++) {
                double[] rest = rest(at, from.tangent, guess);
                if (Arrays.stream(rest).allMatch(value -> Math.abs(value) < TOLERANCE)) {
                    double[] tangent = tangent(at, from.tangent);
                    double turn = 0;
                    for (int k = 0; k < n; k++) {
                        turn += tangent[k] * from.tangent[k];
                    }
                    // a sharp turn means that the step has missed the curve
                    return turn > 0.9 ? Optional.of(new Place(at, tangent)) : Optional.empty();
                }
                double[] move = SmallSystem.solve(bordered(at, from.tangent), rest);
                if (move == null) {
                    return Optional.empty();
                }
                for (int k = 0; k < n; k++) {
                    at[k] -= move[k];
                }
            }
        } catch (InputException e) {
            // no such network: the step was too long, or the curve ends
        }
        return Optional.empty();
    }

    private double[] flow(double[] at, double parameter) {
        Condition condition = family.apply(parameter);
        return condition.meanField().derivative(Arrays.copyOf(at, at.length - 1), condition.input());
    }

    private double[] rest(double[] at, double[] tangent, double[] guess) {
        double[] rest = Arrays.copyOf(flow(at, at[at.length - 1]), at.length);
        for (int k = 0; k < at.length; k++) {
            rest[at.length - 1] += tangent[k] * (at[k] - guess[k]);
        }
        return rest;
    }

    /** Derivatives of the flow by state and parameter, and the tangent below. */
    private double[][] bordered(double[] at, double[] tangent) {
        int n = at.length - 1;
        double parameter = at[n];
        double[][] jacobian = family.apply(parameter).meanField().jacobian(Arrays.copyOf(at, n));
        double[] byParameter = byParameter(at, parameter);
        double[][] matrix = new double[n + 1][];
        for (int i = 0; i < n; i++) {
            matrix[i] = Arrays.copyOf(jacobian[i], n + 1);
            matrix[i][n] = byParameter[i];
        }
        matrix[n] = tangent;
        return matrix;
    }

    private double[] byParameter(double[] at, double parameter) {
        double step = 1e-6 * (1 + Math.abs(parameter));
        double[] up = flowOrNull(at, parameter + step);
        double[] down = flowOrNull(at, parameter - step);
        double[] here = up == null || down == null ? flow(at, parameter) : null;
        double[] derivative = new double[at.length - 1];
        for (int k = 0; k < derivative.length; k++) {
            double high = up == null ? here[k] : up[k];
            double low = down == null ? here[k] : down[k];
            derivative[k] = (high - low) / (here == null ? 2 * step : step);
        }
        return derivative;
    }

    /** At the edge of what is possible only one side has a network. */
    private double[] flowOrNull(double[] at, double parameter) {
        try {
            return flow(at, parameter);
        } catch (InputException e) {
            return null;
        }
    }

    /** Unit vector along the curve, in the direction of another one. */
    private double[] tangent(double[] at, double[] like) {
        double[] right = new double[at.length];
        right[at.length - 1] = 1;
        double[] tangent = SmallSystem.solve(bordered(at, like), right);
        if (tangent == null) {
            return like;
        }
        double norm = norm(tangent);
        return Arrays.stream(tangent).map(x -> x / norm).toArray();
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(x -> x * x).sum());
    }
}
