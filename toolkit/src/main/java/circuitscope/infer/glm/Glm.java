package circuitscope.infer.glm;

import circuitscope.InputException;
import circuitscope.Memory;
import circuitscope.Workers;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The GLM of the paper (Appendix C.1, Algorithm 1): log lambda_i(t) = b_i + sum_{j != i} w_ij (f * x_j)(t) with a causal
 * coupling filter f = B z of raised cosines, and if asked for sum_h c_ih cos(h theta(t)) + s_ih sin(h theta(t)) for the angle
 * theta of the recording. One filter is shared by all neurons. Weights and biases are solved by Newton's
 * method for all neurons side by side, in turn with the filter. If asked for, and held-out spikes want it, the rate also has a
 * factor by the time since the neuron's own last spike.
 */
public final class Glm implements Estimator<GlmOptions, GlmResult> {
    /** The first solution comes from so many times fewer rows. */
    private static final int COARSE = 10;

    private static final int MIN_COARSE_ROWS = 40_000;

    private static final int MOST_PASSES = 50;
    /** What the curvatures that are kept may take, in numbers of 8 bytes. */
    private static final long ROOM_FOR_CURVATURES = 1L << 27;

    /** The path of penalties ends when the validation likelihood has fallen so many times in a row. */
    private static final int FALLS = 2;

    private final boolean covariances;
    private final boolean recovers;
    private final long room;

    /** Without covariances and own history. */
    public Glm() {
        this(false, false, ROOM_FOR_CURVATURES);
    }

    /** With room for so many numbers of all neurons' curvatures. */
    Glm(boolean covariances, boolean recovers, long room) {
        this.covariances = covariances;
        this.recovers = recovers;
        this.room = room;
    }

    /**
     * {@return the same method, which also keeps the covariances of the errors of each neuron's weights, N^3 numbers in all; an
     * l1 penalty leaves none}
     */
    public Glm withCovariances() {
        return new Glm(true, recovers, room);
    }

    /** {@return the same method of neurons that recover from their own spikes, if the validation part wants it} */
    public Glm withRecovery() {
        return new Glm(covariances, true, room);
    }

    @Override
    public String name() {
        return "glm";
    }

    @Override
    public GlmOptions standard() {
        return GlmOptions.standard();
    }

    @Override
    public GlmResult fit(Request request, GlmOptions options) {
        long start = System.nanoTime();
        Recording recording = request.recording();
        Split split = request.split();
        Workers silent = request.workers().silently();
        Memory.require(
                "The GLM of " + recording.neurons() + " neurons",
                memory(recording, options) + (covariances ? 8 * Math.pow(recording.neurons(), 3) : 0));
        int window = (int) Math.round(options.windowMs() / recording.dtMs());
        if (window < 2) {
            throw InputException.of(
                    "GLM window is %s ms or %d steps of %s ms, expected at least 2 steps.",
                    options.windowMs(), window, recording.dtMs());
        }
        List<Segment> training = split.training();
        long[] counts = request.requireActiveNeurons();
        CosineBasis basis = new CosineBasis(window, Math.min(options.cosines(), window));
        AngleHarmonics tuning =
                AngleHarmonics.of(recording, options.harmonics()).requireVariable(training);
        UniformRandomProvider random = request.random("steps of the integral");
        SampledSteps rows =
                SampledSteps.draw(training, options.stride(), random).thinned(SampledSteps.enough(recording.neurons()));
        SampledSteps coarse = rows.thinned(Math.max(MIN_COARSE_ROWS, rows.size() / COARSE));
        List<GlmPenalty.Term> penalties = options.penalty().terms();
        GlmWork work = new GlmWork(request.progress(), recording.neurons(), coarse, rows, penalties.size());
        Likelihood likelihood = new Likelihood(
                recording,
                basis,
                tuning,
                SpikeTriggeredActivity.count(
                        recording, request.targets().spikeTrains(training), basis, tuning, request.workers()),
                rows,
                counts,
                work,
                silent,
                Optional.empty());
        Solution solution = Solution.flat(counts, basis, tuning, training, room);
        GlmOptions loose = options.withTolerance(options.tolerance() * COARSE);
        if (coarse.size() < rows.size() || recovers) {
            solution.improve(likelihood.on(coarse).with(penalties.get(0)), loose, basis);
        }
        if (recovers) {
            likelihood = likelihood.with(history(likelihood, request, coarse, solution, loose, random));
        }
        List<GlmResult.Trial> path = new ArrayList<>();
        Solution best = solution;
        if (penalties.size() == 1) {
            best.improve(likelihood.with(penalties.get(0)), options, basis);
        } else {
            List<Segment> validation = split.validation();
            GlmObjective heldOut = new Likelihood(
                            recording,
                            basis,
                            tuning,
                            SpikeTriggeredActivity.count(
                                    recording, request.targets().spikeTrains(validation), basis, tuning, silent),
                            SampledSteps.draw(validation, options.stride(), random),
                            request.targets().spikeCounts(validation),
                            work,
                            silent,
                            likelihood.history)
                    .with(GlmPenalty.Term.NONE);
            best = choose(solution, likelihood, heldOut, options, path);
        }
        Recovery recovery = likelihood
                .history
                .map(SpikeAges.History::recovery)
                .orElseGet(() -> Recovery.none(new double[counts.length]));
        double atOwnSpikes = 0;
        if (recovery.isThere()) {
            SpikeAges ages = likelihood.history.orElseThrow().ages();
            double[][] spikes = ages.counts(request.targets().spikeTrains(training));
            recovery = Recovery.of(
                            recovery.ends(),
                            spikes,
                            best.expectedByAge(likelihood.alone().with(best.penalty), ages))
                    .withGain(recovery.gain());
            atOwnSpikes = recovery.atSpikes(spikes);
        }
        Connectivity connectivity = best.connectivity(likelihood.with(best.penalty), covariances);
        work.finish();
        return new GlmResult(
                connectivity,
                best.bias,
                Curve.byLag("coupling filter", "f", recording.dtMs(), basis.filter(best.coefficients)),
                best.columns(counts.length, counts.length + tuning.size()),
                recovery,
                best.penalty.strength(),
                path,
                -Arrays.stream(best.value).sum() + best.penalty() + atOwnSpikes,
                Convergence.ofParts(best.unfinished, solution.rounds),
                Provenance.endingNow(name(), options, request, start));
    }

    /** What the large arrays of a fit need, in bytes. */
    private double memory(Recording recording, GlmOptions options) {
        double n = recording.neurons();
        double inputs = n + 2.0 * options.harmonics();
        double curvatures = Math.min(n * inputs * inputs, (double) room);
        return 8 * curvatures
                + GlmObjective.memory(n, inputs)
                + 8 * options.cosines() * n * n
                + 24.0 * recording.spikes()
                + 12.0 * recording.steps() / options.stride();
    }

    /** Solves for one strength after the other, each from the solution before it; the best on the held-out steps. */
    private static Solution choose(
            Solution solution,
            Likelihood likelihood,
            GlmObjective heldOut,
            GlmOptions options,
            List<GlmResult.Trial> path) {
        Solution best = solution;
        double most = Double.NEGATIVE_INFINITY;
        int falls = 0;
        for (GlmPenalty.Term penalty : options.penalty().terms()) {
            solution.improve(likelihood.with(penalty), options, likelihood.basis);
            double validation = -solution.totalAt(heldOut);
            path.add(new GlmResult.Trial(penalty.strength(), validation, solution.couplings()));
            if (validation > most) {
                most = validation;
                best = solution.copy();
                falls = 0;
            } else if (++falls == FALLS) {
                break;
            }
        }
        return best;
    }

    /** The own history that few steps tell, with weights that are known beside it; no recovery if held-out spikes do not want it. */
    private static SpikeAges.History history(
            Likelihood likelihood,
            Request request,
            SampledSteps coarse,
            Solution solution,
            GlmOptions options,
            UniformRandomProvider random) {
        SpikeAges ages = new SpikeAges(request.targets());
        int[] ends = SpikeAges.ends(request.recording().dtMs());
        double[][] spikes = ages.counts(request.targets().spikeTrains(request.training()));
        List<Segment> validation = request.split().validation();
        SampledSteps heldOut =
                SampledSteps.draw(validation, options.stride(), random).thinned(coarse.size());
        GlmPenalty.Term penalty = solution.penalty;
        GlmObjective alone = likelihood.on(coarse).with(penalty);
        Recovery recovery = Recovery.of(ends, spikes, solution.expectedByAge(alone, ages));
        double[] gain = recovery.gains(
                ages.counts(request.targets().spikeTrains(validation)),
                solution.expectedByAge(likelihood.on(heldOut).with(penalty), ages));
        solution.forgetCurvatures();
        if (Arrays.stream(gain).sum() <= 0) {
            return new SpikeAges.History(Recovery.none(gain), ages);
        }
        solution.improve(
                likelihood
                        .on(coarse)
                        .with(new SpikeAges.History(recovery, ages))
                        .with(penalty),
                options,
                likelihood.basis);
        solution.forgetCurvatures();
        recovery = Recovery.of(ends, spikes, solution.expectedByAge(alone, ages));
        return new SpikeAges.History(recovery.withGain(gain), ages);
    }

    /** What is likely, before it is penalized. */
    private record Likelihood(
            Recording recording,
            CosineBasis basis,
            AngleHarmonics tuning,
            SpikeTriggeredActivity triggered,
            SampledSteps rows,
            long[] counts,
            GlmWork work,
            Workers workers,
            Optional<SpikeAges.History> history) {
        Likelihood on(SampledSteps other) {
            return new Likelihood(recording, basis, tuning, triggered, other, counts, work, workers, history);
        }

        Likelihood with(SpikeAges.History own) {
            return new Likelihood(recording, basis, tuning, triggered, rows, counts, work, workers, Optional.of(own));
        }

        Likelihood alone() {
            return new Likelihood(recording, basis, tuning, triggered, rows, counts, work, workers, Optional.empty());
        }

        GlmObjective with(GlmPenalty.Term penalty) {
            return new GlmObjective(recording, basis, tuning, triggered, rows, counts, penalty, history, work, workers);
        }
    }

    /** Weights, biases and filter as far as they are known. */
    private static final class Solution {
        private final int neurons;
        private final long room;
        // a column per input; the neuron's own place is 0
        private final double[][] weights;
        private final double[] bias;
        private double[] coefficients;
        private final double[] value;
        private final QuadraticModel[] models;
        private GlmPenalty.Term penalty;
        private int rounds;
        private int unfinished;

        private Solution(double[][] weights, double[] bias, double[] coefficients, double[] value, long room) {
            this.room = room;
            neurons = bias.length;
            this.weights = weights;
            this.bias = bias;
            this.coefficients = coefficients;
            this.value = value;
            models = new QuadraticModel[neurons];
        }

        Solution copy() {
            Solution copy =
                    new Solution(columns(0, weights[0].length), bias.clone(), coefficients, value.clone(), room);
            copy.penalty = penalty;
            copy.unfinished = unfinished;
            System.arraycopy(models, 0, copy.models, 0, models.length);
            return copy;
        }

        /** No coupling, and z = 1 as in Algorithm 1. */
        static Solution flat(
                long[] counts, CosineBasis basis, AngleHarmonics tuning, List<Segment> training, long room) {
            int n = counts.length;
            long steps = training.stream().mapToLong(Segment::length).sum();
            double[] bias = new double[n];
            for (int i = 0; i < n; i++) {
                bias[i] = Math.log((double) counts[i] / steps);
            }
            double[] coefficients = new double[basis.size()];
            Arrays.fill(coefficients, 1);
            Solution solution = new Solution(new double[n][n + tuning.size()], bias, coefficients, new double[n], room);
            solution.normalizeFilter(basis);
            return solution;
        }

        /** Curvatures under another model of the rate are of no use. */
        void forgetCurvatures() {
            Arrays.fill(models, null);
        }

        double[][] expectedByAge(GlmObjective objective, SpikeAges ages) {
            return objective.expectedByAge(ages, weights, bias, coefficients);
        }

        /** Solves for weights and filter in turn, and counts the rounds. */
        void improve(GlmObjective objective, GlmOptions options, CosineBasis basis) {
            List<Integer> all = IntStream.range(0, bias.length).boxed().toList();
            boolean first = penalty == null;
            if (!objective.penalty().equals(penalty)) {
                // a model holds its penalty
                Arrays.fill(models, null);
                penalty = objective.penalty();
            }
            if (first) {
                startFromFirst(objective, options);
            }
            double before = Double.POSITIVE_INFINITY;
            for (int round = 1; round <= options.rounds(); round++) {
                rounds++;
                unfinished = solveWeights(objective, all, options.tolerance());
                double total = Arrays.stream(value).sum();
                if (before - total < options.tolerance() * bias.length) {
                    return;
                }
                before = total;
                if (!improveFilter(objective, all, basis)) {
                    return;
                }
            }
            // the last round still gained something
            unfinished = bias.length;
        }

        /**
         * Starts every neuron from the first one's solution, turned by its place, where this is better than no coupling: on
         * a ring it is nearly right, and elsewhere it is not taken.
         */
        private void startFromFirst(GlmObjective objective, GlmOptions options) {
            solveWeights(objective, List.of(0), options.tolerance());
            int n = bias.length;
            List<Integer> others = IntStream.range(1, n).boxed().toList();
            double[] flat =
                    objective.evaluate(others, weights, bias, coefficients).value();
            double[][] turned = new double[n][weights[0].length];
            for (int i = 1; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    turned[i][j] = weights[0][Math.floorMod(j - i, n)];
                }
            }
            double[] turnedBias = new double[n];
            Arrays.fill(turnedBias, bias[0]);
            double[] value =
                    objective.evaluate(others, turned, turnedBias, coefficients).value();
            for (int i : others) {
                if (value[i] < flat[i]) {
                    weights[i] = turned[i];
                    bias[i] = turnedBias[i];
                }
            }
        }

        /**
         * Newton's method with retreats, for neurons side by side; a neuron that has arrived is left alone. The curvature is
         * renewed where a step with the old one has not brought a neuron four times nearer. Returns how many did not arrive.
         */
        private int solveWeights(GlmObjective objective, List<Integer> which, double tolerance) {
            int together = curvaturesInMemory();
            int left = 0;
            for (int from = 0; from < which.size(); from += together) {
                List<Integer> some = which.subList(from, Math.min(which.size(), from + together));
                if (together < neurons && penalty.lasso() == 0) {
                    // own curvatures of all would not find room, and cost more than all steps; most neurons need none
                    objective.normalCurvatures(some, coefficients).forEach((i, model) -> models[i] = model);
                }
                left += solveTogether(objective, some, tolerance);
                if (together < neurons) {
                    some.forEach(i -> models[i] = null);
                }
            }
            return left;
        }

        private int curvaturesInMemory() {
            long inputs = weights[0].length;
            return (int) Math.max(1, Math.min(neurons, room / (inputs * inputs)));
        }

        private int solveTogether(GlmObjective objective, List<Integer> which, double tolerance) {
            double[][] trial = new double[neurons][];
            double[] trialBias = bias.clone();
            double[][] slope = new double[neurons][];
            double[] gain = new double[neurons];
            int[] retreats = new int[neurons];
            for (int i : which) {
                trial[i] = weights[i].clone();
                value[i] = Double.POSITIVE_INFINITY;
                gain[i] = Double.POSITIVE_INFINITY;
            }
            List<Integer> moving = which;
            for (int pass = 0; pass < MOST_PASSES && !moving.isEmpty(); pass++) {
                GlmObjective.Evaluation at = objective.evaluate(moving, trial, trialBias, coefficients);
                List<Integer> better =
                        moving.stream().filter(i -> at.value()[i] <= value[i]).toList();
                for (int i : better) {
                    weights[i] = trial[i].clone();
                    bias[i] = trialBias[i];
                    value[i] = at.value()[i];
                    slope[i] = at.gradient()[i];
                    retreats[i] = 0;
                }
                List<Integer> stale = better.stream()
                        .filter(i -> models[i] == null
                                || models[i].move(row(i), slope[i]).gain()
                                        > Math.max(tolerance, gain[i] / models[i].patience()))
                        .toList();
                objective.curvatures(stale, weights, bias, coefficients).forEach((i, model) -> models[i] = model);
                Set<Integer> arrived = new HashSet<>();
                for (int i : moving) {
                    double[] next;
                    if (at.value()[i] <= value[i]) {
                        QuadraticModel.Move move = models[i].move(row(i), slope[i]);
                        next = move.point();
                        gain[i] = move.gain();
                        if (gain[i] <= tolerance) {
                            arrived.add(i);
                        }
                    } else {
                        trial[i][i] = trialBias[i];
                        next = models[i].retreat(row(i), slope[i], trial[i], ++retreats[i]);
                    }
                    trialBias[i] = next[i];
                    next[i] = 0;
                    trial[i] = next;
                }
                moving = moving.stream().filter(i -> !arrived.contains(i)).toList();
            }
            return moving.size();
        }

        /** With standard errors, or covariances, where the curvature is that of a smooth penalty. */
        Connectivity connectivity(GlmObjective objective, boolean kept) {
            double[][] couplings = columns(0, neurons);
            if (penalty.lasso() > 0) {
                return Connectivity.of(couplings);
            }
            double[][] errors = new double[neurons][];
            double[][][] covariances = new double[neurons][][];
            // the steps are made, and there is room for one set of curvatures
            Arrays.fill(models, null);
            int together = curvaturesInMemory();
            for (int from = 0; from < neurons; from += together) {
                List<Integer> some = IntStream.range(from, Math.min(neurons, from + together))
                        .boxed()
                        .toList();
                // steps may have been made with the curvature of an earlier filter; errors are those of the last one
                objective.visitCovariances(some, weights, bias, coefficients, (i, covariance) -> {
                    if (kept) {
                        covariances[i] = withoutBias(covariance, i);
                    } else {
                        errors[i] = new double[neurons];
                        Arrays.setAll(errors[i], j -> j == i ? 0 : Math.sqrt(covariance[j][j]));
                    }
                });
            }
            return kept
                    ? Connectivity.WithErrors.of(couplings, covariances)
                    : new Connectivity.WithErrors(couplings, errors);
        }

        /** Of the weights alone; the bias and the angle have been averaged over. */
        private double[][] withoutBias(double[][] inverse, int neuron) {
            double[][] weightsOnly = new double[neurons][];
            for (int j = 0; j < neurons; j++) {
                weightsOnly[j] = j == neuron ? new double[neurons] : Arrays.copyOf(inverse[j], neurons);
                weightsOnly[j][neuron] = 0;
            }
            return weightsOnly;
        }

        /** Weights of a neuron with its bias in its own place. */
        private double[] row(int neuron) {
            double[] row = weights[neuron].clone();
            row[neuron] = bias[neuron];
            return row;
        }

        /** Takes the filter's Newton step, halved until the likelihood rises; false if it does not. */
        private boolean improveFilter(GlmObjective objective, List<Integer> all, CosineBasis basis) {
            double[] step = objective.filterStep(weights, bias, coefficients);
            double current = Arrays.stream(value).sum();
            double[] old = coefficients;
            for (double length = 1; length > 0.01; length /= 2) {
                double[] trial = old.clone();
                for (int k = 0; k < trial.length; k++) {
                    trial[k] += length * step[k];
                }
                double total = Arrays.stream(
                                objective.evaluate(all, weights, bias, trial).value())
                        .sum();
                if (total < current) {
                    coefficients = trial;
                    normalizeFilter(basis);
                    return true;
                }
            }
            return false;
        }

        /** Filter with largest absolute value 1 and mostly positive; the weights take up the scale. */
        private void normalizeFilter(CosineBasis basis) {
            double[] filter = basis.filter(coefficients);
            double largest = Arrays.stream(filter).map(Math::abs).max().orElseThrow();
            double scale = Arrays.stream(filter).sum() < 0 ? -largest : largest;
            coefficients = Arrays.stream(coefficients).map(z -> z / scale).toArray();
            for (double[] row : weights) {
                for (int j = 0; j < neurons; j++) {
                    row[j] *= scale;
                }
            }
        }

        /** The value of an objective here, summed over neurons. */
        double totalAt(GlmObjective objective) {
            List<Integer> all = IntStream.range(0, neurons).boxed().toList();
            return Arrays.stream(
                            objective.evaluate(all, weights, bias, coefficients).value())
                    .sum();
        }

        double penalty() {
            double sum = 0;
            for (double[] row : columns(0, neurons)) {
                for (double weight : row) {
                    sum += penalty.of(weight);
                }
            }
            return sum;
        }

        int couplings() {
            return (int) Arrays.stream(columns(0, neurons))
                    .flatMapToDouble(Arrays::stream)
                    .filter(weight -> weight != 0)
                    .count();
        }

        double[][] columns(int from, int to) {
            return Arrays.stream(weights)
                    .map(row -> Arrays.copyOfRange(row, from, to))
                    .toArray(double[][]::new);
        }
    }
}
