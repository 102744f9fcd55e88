package circuitscope.show;

import circuitscope.InputException;
import circuitscope.motifs.SparseMotifs;
import circuitscope.motifs.Spectrum;
import circuitscope.motifs.meanfield.Closure;
import circuitscope.motifs.meanfield.FixedPoint;
import circuitscope.motifs.meanfield.FixedPoints;
import circuitscope.motifs.meanfield.MeanFieldTheory;
import circuitscope.motifs.rates.Nonlinearity;
import circuitscope.motifs.trials.CircuitRates;
import circuitscope.motifs.trials.Outliers;
import circuitscope.motifs.trials.SparseRates;
import circuitscope.motifs.trials.StepResponse;
import circuitscope.show.views.Tabular;
import java.util.List;
import org.apache.commons.math3.complex.Complex;
import tech.tablesaw.api.Table;

/**
 * Drawn networks with motifs beside their theory. Outcomes know the options that they were made with, and the theory follows from
 * these. Trials are named by the start of their names, to which a hyphen and the seed are added.
 *
 * @param kept outcomes of the networks
 * @param rows what is compared so far
 */
public record MotifTable(Findings kept, TheoryTable rows) implements Tabular {
    /**
     * @param title caption of the table
     * @param kept outcomes of networks
     * @return a table without rows
     */
    public static MotifTable of(String title, Findings kept) {
        return new MotifTable(kept, TheoryTable.of(title));
    }

    /**
     * The two largest eigenvalues of networks and the outliers of the theory: real and imaginary part of a pair, or both of two
     * real ones.
     *
     * @param trials start of the names of outcomes of {@link Outliers}
     * @param tolerance largest difference of the mean, relative to the theory
     * @return the table with two more rows
     * @throws InputException if there is no such outcome, or theory has no two outliers
     */
    public MotifTable outliers(String trials, double tolerance) {
        Outliers.Options options = kept.options(new Outliers(), trials);
        List<Outliers.Found> found = kept.trials(new Outliers(), trials);
        List<Complex> theory = Spectrum.of(options.model()).visible();
        if (theory.size() != 2) {
            throw InputException.of("The theory of %s has the outliers %s, expected two.", trials, theory);
        }
        String chain = "chain " + options.chain();
        TheoryTable more = rows.near(
                chain + ", real part",
                theory.get(0).getReal(),
                tolerance,
                found,
                pair -> pair.real().get(0));
        return with(
                theory.get(0).getImaginary() == 0
                        ? more.near(
                                chain + ", second outlier",
                                theory.get(1).getReal(),
                                tolerance,
                                found,
                                pair -> pair.real().get(1))
                        : more.near(
                                chain + ", imaginary part",
                                theory.get(0).getImaginary(),
                                tolerance,
                                found,
                                pair -> pair.imaginary().get(0)));
    }

    /**
     * Where networks settle: rates of both populations and the variance of the input to excitatory neurons; and how much farther
     * the theory is from this variance if it is taken from the latent variables alone.
     *
     * @param trials start of the names of outcomes of {@link CircuitRates}
     * @param ofRates largest difference of the mean rates, relative to the theory
     * @param ofVariance largest difference of the mean variance, relative to the theory
     * @param closures least ratio of the errors of the two closures that was aimed at
     * @return the table with four more rows
     * @throws InputException if there is no such outcome, or rates of the theory grow without bounds
     */
    public MotifTable fixedPoint(String trials, double ofRates, double ofVariance, double closures) {
        CircuitRates.Options options = kept.options(new CircuitRates(), trials);
        List<CircuitRates.Found> found = kept.trials(new CircuitRates(), trials);
        FixedPoint full = settled(options, Closure.FULL);
        double theory = full.variance()[0];
        double measured = CircuitRates.Found.mean(found).variances().get(0);
        double latent = settled(options, Closure.LATENT).variance()[0];
        return with(rows.near(
                        "N = " + options.neurons() + ", chain " + options.chain() + ", rate E",
                        full.rates()[0],
                        ofRates,
                        found,
                        run -> run.rates().get(0))
                .near(
                        "rate I",
                        full.rates()[1],
                        ofRates,
                        found,
                        run -> run.rates().get(1))
                .near(
                        "variance of input",
                        theory,
                        ofVariance,
                        found,
                        run -> run.variances().get(0))
                .atLeast(
                        "error of the variance: 2P closure over full",
                        closures,
                        Math.abs((latent - measured) / (theory - measured))));
    }

    private static FixedPoint settled(CircuitRates.Options options, Closure closure) {
        return settled(
                new MeanFieldTheory(options.model(), options.phi(), closure),
                options.input().stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static FixedPoint settled(MeanFieldTheory theory, double... input) {
        return FixedPoints.fromRest(theory, input)
                .orElseThrow(
                        () -> InputException.of("Rates of the theory grow without bounds, expected a fixed point."));
    }

    /**
     * The rate at which excitatory neurons settle.
     *
     * @param what what the network is
     * @param trials start of the names of outcomes of {@link CircuitRates}
     * @param tolerance largest difference of the mean, relative to the theory
     * @return the table with one more row
     * @throws InputException if there is no such outcome, or rates of the theory grow without bounds
     */
    public MotifTable rate(String what, String trials, double tolerance) {
        CircuitRates.Options options = kept.options(new CircuitRates(), trials);
        return with(rows.near(
                what,
                settled(options, Closure.FULL).rates()[0],
                tolerance,
                kept.trials(new CircuitRates(), trials),
                run -> run.rates().get(0)));
    }

    /**
     * The rate at which excitatory neurons of sparse networks settle, and that of the equivalent network with all connections.
     *
     * @param trials start of the names of outcomes of {@link SparseRates}
     * @param tolerance largest difference of the mean, relative to the theory
     * @return the table with one more row
     * @throws InputException if there is no such outcome, or rates of the theory grow without bounds
     */
    public MotifTable sparseRate(String trials, double tolerance) {
        SparseRates.Options options = kept.options(new SparseRates(), trials);
        MeanFieldTheory theory = MeanFieldTheory.of(
                SparseMotifs.excitatoryInhibitory(options.correlation()).equivalent(options.neurons()),
                Nonlinearity.THRESHOLD_LINEAR);
        return with(rows.near(
                "correlation of degrees " + options.correlation(),
                settled(theory, SparseRates.input()).rates()[0],
                tolerance,
                kept.trials(new SparseRates(), trials),
                run -> run.rates().get(0)));
    }

    /**
     * How far networks depart from the theory under a step of input.
     *
     * @param what what the network is
     * @param trials start of the names of outcomes of {@link StepResponse}
     * @param most largest mean deviation that was aimed at, in percent of the theory's peak
     * @return the table with one more row
     * @throws InputException if there is no such outcome
     */
    public MotifTable step(String what, String trials, double most) {
        return with(rows.atMost(what, most, kept.trials(new StepResponse(), trials), StepResponse.Found::deviation));
    }

    @Override
    public Table table() {
        return rows.table();
    }

    private MotifTable with(TheoryTable more) {
        return new MotifTable(kept, more);
    }
}
