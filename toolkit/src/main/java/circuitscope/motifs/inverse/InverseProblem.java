package circuitscope.motifs.inverse;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.motifs.meanfield.FixedPoint;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.exception.ConvergenceException;
import org.apache.commons.math3.exception.TooManyEvaluationsException;
import org.apache.commons.math3.exception.TooManyIterationsException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.fitting.leastsquares.MultivariateJacobianFunction;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.util.Pair;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Reads the parameters of the excitatory-inhibitory circuit from rates: least squares (Levenberg and Marquardt) from several
 * starts, with intervals by profile likelihood.
 */
public final class InverseProblem {
    /** Half the 95 % quantile of chi^2 with one degree of freedom, twice. */
    private static final double THRESHOLD = 3.841458820694124;

    private static final double DIFFERENCE = 1e-5;
    private static final double NOT_SETTLED = 1e4;
    private static final int MOST_STEPS = 200;
    private static final int HALVINGS = 12;

    private final RateSurvey survey;
    private final Options options;

    private InverseProblem(RateSurvey survey, Options options) {
        this.survey = survey;
        this.options = options;
    }

    /**
     * Settings.
     *
     * @param phi how input becomes a rate
     * @param known value of each parameter that is given, not a number for one that is read, shape (7)
     * @param starts number of starts, 1 to 1000
     * @param intervals whether intervals are computed, which takes most of the time
     * @param seed seed of the starts
     */
    public record Options(Nonlinearity phi, double[] known, int starts, boolean intervals, long seed) {
        /**
         * @param phi how input becomes a rate
         * @param known value of each parameter that is given, not a number for one that is read, shape (7)
         * @param starts number of starts
         * @param intervals whether intervals are computed
         * @param seed seed of the starts
         * @throws InputException if a number is out of range, or nothing is left to read
         */
        public Options {
            InputException.requireBetween("Number of starts", starts, 1, 1000);
            if (known.length != CircuitParameter.values().length
                    || Arrays.stream(known).noneMatch(Double::isNaN)) {
                throw InputException.of(
                        "Known parameters are %s, expected 7 numbers, NaN for one at least that is to be read.",
                        Arrays.toString(known));
            }
        }

        /**
         * @param phi how input becomes a rate
         * @return all seven parameters are read, from 12 starts
         */
        public static Options all(Nonlinearity phi) {
            double[] unknown = new double[CircuitParameter.values().length];
            Arrays.fill(unknown, Double.NaN);
            return new Options(phi, unknown, 12, true, 1);
        }

        /**
         * @param parameter a parameter
         * @param value its value
         * @return the same settings with this parameter given
         */
        public Options with(CircuitParameter parameter, double value) {
            double[] other = known.clone();
            other[parameter.ordinal()] = value;
            return new Options(phi, other, starts, intervals, seed);
        }

        /**
         * @param circuit a circuit
         * @return the same settings with the mean weights of this circuit given
         */
        public Options withMeansOf(Circuit circuit) {
            Options other = this;
            for (CircuitParameter parameter :
                    Arrays.asList(CircuitParameter.values()).subList(0, 4)) {
                other = other.with(parameter, circuit.value(parameter));
            }
            return other;
        }

        /**
         * @param count number of starts
         * @return the same settings with another number of starts
         */
        public Options withStarts(int count) {
            return new Options(phi, known, count, intervals, seed);
        }

        /**
         * @param other seed of the starts
         * @return the same settings with another seed
         */
        public Options withSeed(long other) {
            return new Options(phi, known, starts, intervals, other);
        }

        /** {@return the same settings without intervals} */
        public Options withoutIntervals() {
            return new Options(phi, known, starts, false, seed);
        }
    }

    /** Free coordinates of a circuit, what it leaves, and where it settles. */
    private record Trial(double[] circuit, double[] rest, List<FixedPoint> points) {
        double squares() {
            return Arrays.stream(rest).map(x -> x * x).sum();
        }
    }

    /**
     * @param survey rates under several inputs
     * @param options settings
     * @param workers threads, and who hears how far it has come
     * @return the best circuit and how well each parameter is known
     * @throws InputException if no start leads to a circuit that settles
     */
    public static RateFit fit(RateSurvey survey, Options options, Workers workers) {
        return new InverseProblem(survey, options).fit(workers);
    }

    private RateFit fit(Workers workers) {
        int[] free = IntStream.range(0, options.known.length)
                .filter(k -> Double.isNaN(options.known[k]))
                .toArray();
        List<Optional<Trial>> ends =
                workers.map(options.starts, "fitting rates", number -> minimum(start(number), free, List.of()));
        Trial best = ends.stream()
                .flatMap(Optional::stream)
                .min((a, b) -> Double.compare(a.squares(), b.squares()))
                .orElseThrow(() -> InputException.of(
                        "None of %d starts leads to a circuit that settles; take more starts.", options.starts));
        double limit = best.squares() * 1.02 + 1e-3;
        int arrived = (int) ends.stream()
                .flatMap(Optional::stream)
                .filter(trial -> trial.squares() <= limit)
                .count();
        List<RateFit.Estimate> estimates =
                workers.map(options.known.length, "finding intervals", k -> estimate(best, free, k));
        double rms = Math.sqrt(best.squares() / best.rest.length) * survey.error();
        return new RateFit(
                survey.source(), new Circuit(survey.shares(), best.circuit), rms, estimates, options.starts, arrived);
    }

    private double[] start(int number) {
        double[] start = {0.5, -1, 0.5, -1, 1, 0, 0.4};
        UniformRandomProvider random = RandomStreams.of(options.seed, "starts of rate fits", number);
        for (int k = 0; k < start.length; k++) {
            double scatter = number == 0 ? 0 : 2 * random.nextDouble() - 1;
            start[k] = k == CircuitParameter.CHAIN.ordinal() ? scatter : start[k] * Math.exp(scatter);
            if (!Double.isNaN(options.known[k])) {
                start[k] = options.known[k];
            }
        }
        return start;
    }

    private RateFit.Estimate estimate(Trial best, int[] free, int parameter) {
        CircuitParameter kind = CircuitParameter.values()[parameter];
        double value = best.circuit[parameter];
        boolean fixed = Arrays.stream(free).noneMatch(k -> k == parameter);
        double low = fixed ? value : options.intervals ? end(best, free, kind, -1) : Double.NaN;
        double high = fixed ? value : options.intervals ? end(best, free, kind, 1) : Double.NaN;
        return new RateFit.Estimate(kind, value, low, high, fixed);
    }

    /** Where the likelihood, the other parameters fitted anew, is too low by half the threshold. */
    private double end(Trial best, int[] free, CircuitParameter kind, int side) {
        int parameter = kind.ordinal();
        int[] others = Arrays.stream(free).filter(k -> k != parameter).toArray();
        double bound = side < 0 ? kind.least() : kind.most();
        double inside = best.circuit[parameter];
        Trial near = best;
        double step = 0.002 * Math.max(0.1, Math.abs(inside));
        double outside = Double.NaN;
        while (Double.isNaN(outside)) {
            double next = side < 0 ? Math.max(bound, inside - step) : Math.min(bound, inside + step);
            Optional<Trial> trial = profile(near, others, parameter, next);
            if (trial.isEmpty() || trial.get().squares() - best.squares() > THRESHOLD) {
                outside = next;
            } else if (next == bound) {
                return side * Double.POSITIVE_INFINITY;
            } else {
                near = trial.get();
                inside = next;
                step *= 1.6;
            }
        }
        for (int halving = 0; halving < HALVINGS; halving++) {
            double middle = (inside + outside) / 2;
            Optional<Trial> trial = profile(near, others, parameter, middle);
            if (trial.isPresent() && trial.get().squares() - best.squares() <= THRESHOLD) {
                near = trial.get();
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return (inside + outside) / 2;
    }

    private Optional<Trial> profile(Trial near, int[] others, int parameter, double value) {
        double[] start = near.circuit.clone();
        start[parameter] = value;
        return others.length == 0 ? trial(start, near.points) : minimum(start, others, near.points);
    }

    private Optional<Trial> minimum(double[] start, int[] free, List<FixedPoint> near) {
        Trial[] best = new Trial[1];
        MultivariateJacobianFunction function = point -> {
            double[] circuit = circuit(start, free, point.toArray());
            Optional<Trial> here = trial(circuit, best[0] == null ? near : best[0].points);
            here.filter(trial -> best[0] == null || trial.squares() < best[0].squares())
                    .ifPresent(trial -> best[0] = trial);
            int count = 4 * survey.inputs().length;
            double[][] jacobian = new double[count][free.length];
            if (here.isEmpty()) {
                double[] far = new double[count];
                Arrays.fill(far, NOT_SETTLED);
                return new Pair<>(new ArrayRealVector(far, false), new Array2DRowRealMatrix(jacobian, false));
            }
            for (int k = 0; k < free.length; k++) {
                double[] up = point.toArray();
                up[k] += DIFFERENCE;
                double[] down = point.toArray();
                down[k] -= DIFFERENCE;
                Optional<Trial> high = trial(circuit(start, free, up), here.get().points);
                Optional<Trial> low = trial(circuit(start, free, down), here.get().points);
                for (int row = 0; row < count && high.isPresent() && low.isPresent(); row++) {
                    jacobian[row][k] = (high.get().rest[row] - low.get().rest[row]) / (2 * DIFFERENCE);
                }
            }
            return new Pair<>(new ArrayRealVector(here.get().rest, false), new Array2DRowRealMatrix(jacobian, false));
        };
        double[] from = new double[free.length];
        for (int k = 0; k < free.length; k++) {
            from[k] = coordinate(free[k], start[free[k]]);
        }
        try {
            new LevenbergMarquardtOptimizer()
                    .withCostRelativeTolerance(1e-10)
                    .withParameterRelativeTolerance(1e-9)
                    .optimize(new LeastSquaresBuilder()
                            .start(from)
                            .model(function)
                            .target(new double[4 * survey.inputs().length])
                            .maxIterations(MOST_STEPS)
                            .maxEvaluations(4 * MOST_STEPS)
                            .build());
        } catch (TooManyEvaluationsException | TooManyIterationsException | ConvergenceException e) {
            // at an exact fit, or in a long flat valley: the best that was seen counts
        }
        return Optional.ofNullable(best[0]);
    }

    /** Convergent strength and spread are above 0, so that their logarithm is the coordinate. */
    private static double coordinate(int parameter, double value) {
        return isPositive(parameter) ? Math.log(value) : value;
    }

    private static boolean isPositive(int parameter) {
        return parameter == CircuitParameter.CONVERGENT.ordinal() || parameter == CircuitParameter.SPREAD.ordinal();
    }

    private static double[] circuit(double[] start, int[] free, double[] point) {
        double[] circuit = start.clone();
        for (int k = 0; k < free.length; k++) {
            circuit[free[k]] = isPositive(free[k]) ? Math.exp(point[k]) : point[k];
        }
        return circuit;
    }

    private Optional<Trial> trial(double[] circuit, List<FixedPoint> near) {
        for (CircuitParameter parameter : CircuitParameter.values()) {
            double value = circuit[parameter.ordinal()];
            if (!(value >= parameter.least() && value <= parameter.most())) {
                return Optional.empty();
            }
        }
        return new Circuit(survey.shares(), circuit)
                .settled(options.phi, survey.inputs(), near)
                .map(points -> {
                    List<Double> rest = new ArrayList<>();
                    for (int k = 0; k < points.size(); k++) {
                        for (int p = 0; p < 2; p++) {
                            rest.add((points.get(k).rates()[p] - survey.rates()[k][p]) / survey.error());
                            rest.add((points.get(k).deviations()[p] - survey.deviations()[k][p]) / survey.error());
                        }
                    }
                    return new Trial(
                            circuit,
                            rest.stream().mapToDouble(Double::doubleValue).toArray(),
                            points);
                });
    }
}
