package circuitscope.infer.glm;

import circuitscope.Parallel;
import circuitscope.Progress;
import circuitscope.infer.glm.LinkLikelihood.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;

/**
 * Newton's method by Fisher scoring for one neuron: it proposes models and hears how good they are, so that all neurons can be
 * evaluated in one pass.
 */
final class LinkNewton {
    /** What a search may change. */
    enum Free {
        /** Weights and bias. */
        WEIGHTS,
        /** Weights, bias, offset and power. */
        ALL
    }

    private static final int MOST_HALVINGS = 12;

    private final int neuron;
    private final int n;
    private final Free free;
    private final double tolerance;
    private final LinkGlmOptions options;
    private final LinkCurvature curvature;
    private LinkModel current;
    private LinkModel trial;
    private double value = Double.POSITIVE_INFINITY;
    private double promised = Double.POSITIVE_INFINITY;
    private DecompositionSolver solver;
    private int halvings;
    private int iteration;
    private boolean finished;

    private LinkNewton(
            int neuron, LinkModel start, Free free, double tolerance, LinkGlmOptions options, LinkCurvature curvature) {
        this.neuron = neuron;
        this.free = free;
        this.tolerance = tolerance;
        this.options = options;
        this.curvature = curvature;
        n = start.weights().length;
        current = start;
        trial = start;
    }

    /**
     * Where the searches arrived.
     *
     * @param models models, null where there was no start
     * @param values penalized negative log-likelihood of each in nats
     */
    record Fits(LinkModel[] models, double[] values) {}

    /**
     * Searches from some starts, all in step.
     *
     * @param likelihood what is searched
     * @param curvature its curvature
     * @param starts first models, null for neurons that are left out; shape (N)
     * @param free what may change
     * @param tolerance a search ends when its log-likelihood can rise by no more than this, in nats
     * @param options penalty, damping and most steps
     * @param afterRound called after each pass
     * @return where they arrived
     */
    static Fits search(
            LinkLikelihood likelihood,
            LinkCurvature curvature,
            LinkModel[] starts,
            Free free,
            double tolerance,
            LinkGlmOptions options,
            Runnable afterRound) {
        int n = starts.length;
        List<LinkNewton> all = IntStream.range(0, n)
                .filter(i -> starts[i] != null)
                .mapToObj(i -> new LinkNewton(i, starts[i], free, tolerance, options, curvature))
                .toList();
        List<LinkNewton> open = all;
        while (!open.isEmpty()) {
            LinkModel[] trials = new LinkModel[n];
            open.forEach(newton -> trials[newton.neuron] = newton.trial);
            Evaluation[] evaluations = likelihood.evaluate(trials);
            Parallel.map(open, "fitting the GLM with a learned link", Progress.silent(), newton -> {
                newton.hear(evaluations[newton.neuron]);
                return newton;
            });
            open = open.stream().filter(newton -> !newton.finished).toList();
            afterRound.run();
        }
        Fits fits = new Fits(new LinkModel[n], new double[n]);
        for (LinkNewton newton : all) {
            fits.models()[newton.neuron] = newton.current;
            fits.values()[newton.neuron] = newton.value;
        }
        return fits;
    }

    private void hear(Evaluation evaluation) {
        double at = evaluation.value();
        double[] gradient = evaluation.gradient();
        for (int j = 0; j < n; j++) {
            double w = j == neuron ? 0 : trial.weights()[j];
            at += options.ridge() / 2 * w * w;
            gradient[j] += options.ridge() * w;
        }
        if (at <= value) {
            current = trial;
            value = at;
            halvings = 0;
            double[] reduced = reduced(gradient);
            double[] step = solver == null ? null : solve(reduced);
            // an old curvature saves time on the way, but it may promise too little: the end is judged by a new one
            if (step == null || product(step, reduced) / 2 > promised / 4 || product(step, reduced) / 2 <= tolerance) {
                solver = solver();
                step = solve(reduced);
            }
            promised = product(step, reduced) / 2;
            finished = promised <= tolerance;
            trial = moved(step);
        } else if (++halvings > MOST_HALVINGS) {
            finished = true;
        } else {
            trial = current.halfwayTo(trial);
        }
        finished |= ++iteration >= options.iterations();
    }

    private double[] solve(double[] gradient) {
        return solver.solve(new ArrayRealVector(gradient, false)).toArray();
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** A gradient in the free parameters. */
    private double[] reduced(double[] gradient) {
        return free == Free.ALL ? gradient : Arrays.copyOf(gradient, n);
    }

    private LinkModel moved(double[] step) {
        double[] full = Arrays.copyOf(step, n + 2);
        double[] weights = new double[n];
        for (int j = 0; j < n; j++) {
            weights[j] = j == neuron ? 0 : current.weights()[j] - full[j];
        }
        return new LinkModel(
                weights,
                current.bias() - full[neuron],
                current.offset() - full[n],
                Math.max(LinkModel.LEAST_POWER, current.power() - full[n + 1]));
    }

    private DecompositionSolver solver() {
        double[][] fisher = curvature.fisher(neuron, current);
        for (int j = 0; j < n; j++) {
            fisher[j][j] += j == neuron ? 0 : options.ridge();
        }
        double[][] reduced = free == Free.ALL
                ? fisher
                : new Array2DRowRealMatrix(fisher, false)
                        .getSubMatrix(0, n - 1, 0, n - 1)
                        .getData();
        for (int k = 0; k < reduced.length; k++) {
            reduced[k][k] = reduced[k][k] * (1 + options.damping()) + 1e-9;
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(reduced, false), 1e-6, 0).getSolver();
    }
}
