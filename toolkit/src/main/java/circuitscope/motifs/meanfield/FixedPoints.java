package circuitscope.motifs.meanfield;

import circuitscope.InputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.random.SobolSequenceGenerator;

/** Fixed points of a mean field: Newton's method from many starts, which finds unstable ones, too. */
public final class FixedPoints {
    /** Starts of a search for all. */
    public static final int STARTS = 64;

    private static final int MOST_STEPS = 25;
    private static final double TOLERANCE = 1e-11;
    private static final double SAME = 1e-6;

    /** Where a rate is this large, the search ends: rates without bounds are no fixed point. */
    private static final double UNBOUNDED = 1e6;

    /** Where rates change as fast as this, they never settle. */
    private static final double RUNAWAY = 1e4;

    private FixedPoints() {}

    /**
     * @param meanField the equations
     * @param input external input to each population, shape (P)
     * @return all that are found from 64 starts, from the lowest rate of the first population
     * @throws InputException if the input has another shape
     */
    public static List<FixedPoint> all(MeanFieldTheory meanField, double... input) {
        return from(meanField, starts(meanField, STARTS), input);
    }

    /**
     * @param meanField the equations
     * @param starts states to start from
     * @param input external input to each population, shape (P)
     * @return all that are found, from the lowest rate of the first population
     * @throws InputException if the input has another shape
     */
    public static List<FixedPoint> from(MeanFieldTheory meanField, List<double[]> starts, double... input) {
        requireInput(meanField, input);
        List<double[]> found = new ArrayList<>();
        for (double[] start : starts) {
            newton(meanField, start, input)
                    .filter(state -> found.stream().noneMatch(other -> distance(state, other) < SAME))
                    .ifPresent(found::add);
        }
        return found.stream()
                .map(state -> FixedPoint.at(meanField, state))
                .sorted(Comparator.comparingDouble(point -> point.rates()[0]))
                .toList();
    }

    /**
     * The fixed point that silent neurons arrive at when the input is switched on.
     *
     * @param meanField the equations
     * @param input external input to each population, shape (P)
     * @return the fixed point; none if rates grow without bounds or do not settle within 400 time constants
     * @throws InputException if the input has another shape
     */
    public static Optional<FixedPoint> fromRest(MeanFieldTheory meanField, double... input) {
        requireInput(meanField, input);
        double[] state = meanField.rest();
        double step = 0.2;
        for (int k = 0; k < 2000; k++) {
            // the second-order step is enough: it only has to come near, and Newton's method ends it
            double[] first = meanField.derivative(state, input);
            double[] middle = new double[state.length];
            for (int i = 0; i < state.length; i++) {
                middle[i] = state[i] + step / 2 * first[i];
            }
            double[] second = meanField.derivative(middle, input);
            double change = 0;
            for (int i = 0; i < state.length; i++) {
                state[i] += step * second[i];
                change = Math.max(change, Math.abs(second[i]));
            }
            if (!(change < RUNAWAY)) {
                return Optional.empty();
            }
            if (change < 1e-3 && k % 5 == 0) {
                double[] now = state;
                Optional<double[]> end = newton(meanField, now, input).filter(point -> distance(point, now) < 0.05);
                if (end.isPresent()) {
                    FixedPoint point = FixedPoint.at(meanField, end.get());
                    if (point.stable()) {
                        return Optional.of(point);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Starts spread evenly (Sobol) over mean inputs from -4 to 6 and rates and deviations on a rising scale, rest first. */
    static List<double[]> starts(MeanFieldTheory meanField, int count) {
        int populations = meanField.populations();
        List<double[]> starts = new ArrayList<>();
        starts.add(meanField.rest());
        SobolSequenceGenerator even = new SobolSequenceGenerator(meanField.dimension());
        while (starts.size() < count) {
            double[] point = even.nextVector();
            for (int k = 0; k < point.length; k++) {
                point[k] = k < populations ? -4 + 10 * point[k] : Math.expm1(3 * point[k] * point[k]) / 2;
            }
            starts.add(point);
        }
        return starts;
    }

    /** Newton's method whose steps are halved until the flow gets smaller. */
    static Optional<double[]> newton(MeanFieldTheory meanField, double[] start, double[] input) {
        double[] state = start.clone();
        MeanFieldTheory.Linearised here = meanField.linearised(state, input);
        double size = norm(here.derivative());
        for (int step = 0; step < MOST_STEPS; step++) {
            if (size < TOLERANCE) {
                return Optional.of(state);
            }
            double[] move = SmallSystem.solve(here.jacobian(), here.derivative());
            if (move == null) {
                return Optional.empty();
            }
            double share = 1;
            double[] trial = new double[state.length];
            MeanFieldTheory.Linearised there = null;
            double smaller = Double.NaN;
            while (share > 1e-2) {
                for (int k = 0; k < trial.length; k++) {
                    trial[k] = state[k] - share * move[k];
                }
                if (norm(trial) < UNBOUNDED) {
                    there = meanField.linearised(trial, input);
                    smaller = norm(there.derivative());
                    if (smaller < size * (1 - share / 10)) {
                        break;
                    }
                }
                share /= 2;
            }
            if (share <= 1e-2 || there == null) {
                return size < 1e-9 ? Optional.of(state) : Optional.empty();
            }
            state = trial;
            here = there;
            size = smaller;
        }
        return Optional.empty();
    }

    private static void requireInput(MeanFieldTheory meanField, double[] input) {
        if (input.length != meanField.populations()) {
            throw InputException.of(
                    "External input has %d numbers, expected one for each of %d populations.",
                    input.length, meanField.populations());
        }
    }

    private static double norm(double[] values) {
        return Math.sqrt(Arrays.stream(values).map(x -> x * x).sum());
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return Math.sqrt(sum);
    }
}
