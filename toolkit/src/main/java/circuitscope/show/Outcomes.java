package circuitscope.show;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.data.Source;
import circuitscope.evaluate.AlignedProfile;
import circuitscope.evaluate.CramerRaoLimit;
import circuitscope.evaluate.RingInterpolation;
import circuitscope.evaluate.WeightError;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.FitExperiment;
import circuitscope.experiment.FitOutcome;
import circuitscope.experiment.Outcome;
import circuitscope.experiment.store.OutcomeStore;
import circuitscope.files.Json;
import circuitscope.show.charts.Figure;
import circuitscope.show.charts.HeatMap;
import circuitscope.show.charts.ProfileChart;
import circuitscope.show.progress.ProgressDisplay;
import circuitscope.show.views.OutcomeTables;
import circuitscope.show.views.Tabular;
import circuitscope.spikes.Recording;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tech.tablesaw.api.Table;

/**
 * Outcomes of fits side by side: of several trials of one experiment, or of several experiments.
 *
 * @param all the outcomes
 */
public record Outcomes(List<FitOutcome> all) implements Tabular {
    /**
     * @param all the outcomes, at least one
     * @throws InputException if there is none
     */
    public Outcomes {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw InputException.of("There is no outcome to show; run experiments first.");
        }
    }

    /**
     * The outcomes of lists of experiments that come with the project, read and verified: their checksums, and the hash of the
     * recording that each was made from, which is simulated anew. If the environment variable {@code CIRCUITSCOPE_MODE} is
     * "full", all experiments are run instead, into {@code target/results}, where an interrupted run goes on.
     *
     * @param lists names of the lists, such as "table1"
     * @return their outcomes
     * @throws InputException if an outcome is missing or corrupt, or was made from another recording
     */
    public static Outcomes ofProject(String... lists) {
        List<Experiment> experiments = Arrays.stream(lists)
                .flatMap(list -> OutcomeStore.list(list).stream())
                .toList();
        try (ProgressDisplay progress = Show.progress()) {
            if ("full".equals(System.getenv("CIRCUITSCOPE_MODE"))) {
                OutcomeStore fresh = OutcomeStore.at(Path.of("target", "results"));
                return of(fresh.complete(experiments, Workers.all().telling(progress))
                        .values());
            }
            OutcomeStore kept = OutcomeStore.ofProject();
            Outcomes outcomes = of(experiments.stream().map(kept::require).toList());
            List<FitExperiment> fits = fits(experiments);
            Map<Source, String> hashes = hashes(fits, Workers.all().telling(progress));
            for (FitExperiment experiment : fits) {
                FitOutcome outcome = outcomes.named(experiment.name());
                String hash = hashes.get(experiment.data());
                if (!hash.equals(outcome.provenance().dataSha256())) {
                    throw InputException.of(
                            "%s was made from the recording %s, expected %s as its recipe gives; run it again.",
                            outcome.name(), outcome.provenance().dataSha256(), hash);
                }
            }
            return outcomes;
        }
    }

    /**
     * Those outcomes of some lists that are kept already, verified by their checksums; recordings are not simulated anew. If the
     * environment variable {@code CIRCUITSCOPE_MODE} is "full", all of the lists is run instead, as {@link #ofProject} does.
     *
     * @param lists names of lists or sweeps that come with the project, such as "how-much-data"
     * @return the outcomes of their fits that are there
     * @throws InputException if none is there, or one is corrupt
     */
    public static Outcomes soFar(String... lists) {
        if ("full".equals(System.getenv("CIRCUITSCOPE_MODE"))) {
            return ofProject(lists);
        }
        OutcomeStore kept = OutcomeStore.ofProject();
        return of(Arrays.stream(lists)
                .flatMap(list -> OutcomeStore.list(list).stream())
                .flatMap(experiment -> kept.find(experiment).stream())
                .toList());
    }

    /** Hashes of the recordings of some fits, each of which is loaded or simulated once. */
    private static Map<Source, String> hashes(List<FitExperiment> fits, Workers workers) {
        List<Source> sources = fits.stream().map(FitExperiment::data).distinct().toList();
        List<String> found = workers.map(
                sources,
                "verifying recordings",
                data -> data.load(Progress.silent()).recording().sha256());
        return IntStream.range(0, sources.size()).boxed().collect(Collectors.toMap(sources::get, found::get));
    }

    private static List<FitExperiment> fits(List<Experiment> experiments) {
        return experiments.stream()
                .filter(FitExperiment.class::isInstance)
                .map(FitExperiment.class::cast)
                .toList();
    }

    /**
     * @param name name of an experiment
     * @return its outcome
     * @throws InputException if there is none
     */
    public FitOutcome named(String name) {
        return all.stream()
                .filter(outcome -> outcome.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InputException.of(
                        "There is no outcome %s among %s.",
                        name, all.stream().map(FitOutcome::name).toList()));
    }

    /**
     * @param outcomes some outcomes
     * @return those of fits side by side
     * @throws InputException if there is none
     */
    public static Outcomes of(Collection<? extends Outcome> outcomes) {
        return new Outcomes(outcomes.stream()
                .filter(FitOutcome.class::isInstance)
                .map(FitOutcome.class::cast)
                .toList());
    }

    /**
     * @param start start of the names of some experiments, such as "glm-lnp"; a hyphen and a number follow
     * @return the outcomes of these trials
     * @throws InputException if there is none
     */
    public Outcomes trials(String start) {
        List<FitOutcome> found =
                all.stream().filter(outcome -> isTrial(outcome, start)).toList();
        if (found.isEmpty()) {
            throw InputException.of(
                    "There is no outcome %s-1 or the like among %s.",
                    start, all.stream().map(FitOutcome::name).toList());
        }
        return new Outcomes(found);
    }

    /**
     * @param start start of the names of some experiments, as for {@link #trials}
     * @return whether there is an outcome of one of them
     */
    public boolean has(String start) {
        return !numbers(start).isEmpty();
    }

    /**
     * @param starts starts of the names of some experiments, as for {@link #trials}
     * @return for each start the trials whose numbers all others have, too, in the order of these numbers; empty if there is none
     */
    public Optional<List<Outcomes>> inAll(String... starts) {
        TreeSet<Integer> common = numbers(starts[0]);
        for (String start : starts) {
            common.retainAll(numbers(start));
        }
        return common.isEmpty()
                ? Optional.empty()
                : Optional.of(Arrays.stream(starts)
                        .map(start -> new Outcomes(common.stream()
                                .map(number -> named(start + "-" + number))
                                .toList()))
                        .toList());
    }

    /**
     * @param value a number of each of some outcomes
     * @param starts starts of the names of some experiments, as for {@link #trials}
     * @return a line for each trial that all experiments have: its numbers in their order
     * @throws InputException if they have no trial in common
     */
    public List<double[]> lines(Function<Outcomes, double[]> value, String... starts) {
        List<double[]> points = inAll(starts)
                .orElseThrow(() ->
                        InputException.of("%s have no trial in common; run those that are missing.", List.of(starts)))
                .stream()
                .map(value)
                .toList();
        return IntStream.range(0, points.get(0).length)
                .mapToObj(trial ->
                        points.stream().mapToDouble(point -> point[trial]).toArray())
                .toList();
    }

    /** Numbers of the trials that there are. */
    private TreeSet<Integer> numbers(String start) {
        TreeSet<Integer> numbers = new TreeSet<>();
        for (FitOutcome outcome : all) {
            if (isTrial(outcome, start)) {
                numbers.add(Integer.valueOf(outcome.name().substring(start.length() + 1)));
            }
        }
        return numbers;
    }

    private static boolean isTrial(FitOutcome outcome, String start) {
        return outcome.name().matches(Pattern.quote(start) + "-\\d+");
    }

    /**
     * @param value a number of an outcome
     * @return the number of each, shape (outcomes)
     */
    public double[] each(ToDoubleFunction<FitOutcome> value) {
        return all.stream().mapToDouble(value).toArray();
    }

    /** {@return relative error of the weights of each} */
    public double[] delta() {
        return each(outcome -> outcome.error().delta());
    }

    /**
     * @param reading how the weights are read, such as made symmetric
     * @return relative error of the weights of each, read so
     */
    public double[] delta(UnaryOperator<double[][]> reading) {
        return each(outcome -> error(outcome, reading).delta());
    }

    /**
     * @param reading how the weights are read
     * @return relative error by least squares of the weights of each, read so
     */
    public double[] deltaLeastSquares(UnaryOperator<double[][]> reading) {
        return each(outcome -> error(outcome, reading).deltaLeastSquares());
    }

    /** {@return error of the mean profile of each} */
    public double[] profileError() {
        return each(outcome -> outcome.error().profileError());
    }

    /** {@return score of the test part of each in nats per spike} */
    public double[] testScore() {
        return each(outcome -> outcome.scores().test().natsPerSpike());
    }

    /** {@return mean seconds of a fit} */
    public double seconds() {
        return mean(outcome -> outcome.provenance().seconds());
    }

    /**
     * @param value a number of an outcome
     * @return its mean
     */
    public double mean(ToDoubleFunction<FitOutcome> value) {
        return Arrays.stream(each(value)).average().orElseThrow();
    }

    /**
     * @param which one of the limits
     * @return its mean over the outcomes; NaN if it is not known
     */
    public double limit(ToDoubleFunction<CramerRaoLimit> which) {
        return mean(outcome -> outcome.reach() == null
                ? Double.NaN
                : which.applyAsDouble(outcome.reach().limit()));
    }

    /** {@return mean score of the true rates on the test part in nats per spike; NaN if it is not known} */
    public double oracle() {
        return mean(outcome -> outcome.reach() == null
                ? Double.NaN
                : outcome.reach().oracle().test().natsPerSpike());
    }

    private static WeightError error(FitOutcome outcome, UnaryOperator<double[][]> reading) {
        return WeightError.of(reading.apply(inferred(outcome)), truth(outcome));
    }

    /**
     * @param outcome an outcome of a simulated circuit
     * @return its true weights, of all neurons, shape (N, N)
     * @throws InputException if they are not known
     */
    public static double[][] truth(FitOutcome outcome) {
        Source data = source(outcome);
        if (data instanceof Source.Simulated simulated) {
            return simulated.simulation().network().weights();
        }
        if (data instanceof Source.Observed part) {
            return part.simulation().network().weights();
        }
        throw InputException.of("The true weights of %s are not known.", outcome.name());
    }

    /**
     * @param outcome an outcome
     * @return the spikes that it was inferred from, simulated or read again
     * @throws InputException if they can't be had
     */
    public static Recording recording(FitOutcome outcome) {
        return source(outcome).load(Progress.silent()).recording();
    }

    private static Source source(FitOutcome outcome) {
        return Json.value(outcome.name(), outcome.experiment().get("data"), Source.class);
    }

    /** Inferred weights, of the whole ring if only some of its neurons were observed. */
    private static double[][] inferred(FitOutcome outcome) {
        double[][] weights = outcome.weights().rows();
        return source(outcome) instanceof Source.Observed part
                ? RingInterpolation.fill(weights, part.indices(), truth(outcome).length)
                : weights;
    }

    /**
     * @param weights weights of any scale, shape (N, N)
     * @param truth true weights, shape (N, N)
     * @return the weights in the scale of the truth (paper, Appendix F)
     */
    public static double[][] scaled(double[][] weights, double[][] truth) {
        double scale = WeightError.of(weights, truth).scale();
        return Arrays.stream(weights)
                .map(row -> Arrays.stream(row).map(weight -> scale * weight).toArray())
                .toArray(double[][]::new);
    }

    /**
     * @param weights weights, shape (N, N)
     * @return the mean of both directions of each pair, as if it were known that the true weights are symmetric
     */
    public static double[][] symmetric(double[][] weights) {
        int n = weights.length;
        double[][] mean = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                mean[i][j] = (weights[i][j] + weights[j][i]) / 2;
            }
        }
        return mean;
    }

    /**
     * As in the paper's Figure 2: the mean profile over trials, each in the scale of the truth, with a band of one standard
     * deviation between trials, above the matrix of the first trial.
     *
     * @param title stands above
     * @param reading how the weights are read
     * @return the picture
     */
    public Figure profile(String title, UnaryOperator<double[][]> reading) {
        double[][] truth = truth(all.get(0));
        List<double[][]> weights = all.stream()
                .map(outcome -> scaled(reading.apply(inferred(outcome)), truth))
                .toList();
        int n = truth.length;
        double[] mean = new double[n];
        double[] deviation = new double[n];
        List<double[]> profiles =
                weights.stream().map(w -> AlignedProfile.of(w).mean()).toList();
        for (int d = 0; d < n; d++) {
            for (double[] profile : profiles) {
                mean[d] += profile[d] / profiles.size();
            }
            for (double[] profile : profiles) {
                deviation[d] += Math.pow(profile[d] - mean[d], 2) / Math.max(1, profiles.size() - 1);
            }
            deviation[d] = Math.sqrt(deviation[d]);
        }
        return Figure.grid(
                "",
                1,
                List.of(
                        ProfileChart.of(title, mean, deviation)
                                .withTruth(AlignedProfile.of(truth).mean())
                                .withSize(330, 250)
                                .figure(),
                        HeatMap.weights("", weights.get(0)).withSize(300, 250).figure()));
    }

    /**
     * @param title stands above
     * @return the picture of the weights as they are
     */
    public Figure profile(String title) {
        return profile(title, UnaryOperator.identity());
    }

    /** {@return a row for each outcome: error and score beside what is reachable, time and where it comes from} */
    @Override
    public Table table() {
        return OutcomeTables.ofFits(all);
    }
}
