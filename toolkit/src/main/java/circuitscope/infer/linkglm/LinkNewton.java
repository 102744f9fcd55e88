package circuitscope.infer.linkglm;

import circuitscope.infer.Convergence;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.infer.linkglm.LinkLikelihood.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Newton's method by Fisher scoring for one neuron: it proposes models and hears how good they are, so that all neurons can be
 * evaluated in one pass.
 */
final class LinkNewton {
    /** What a search may change. */
    enum Free {
        /** Weights and bias. */
        WEIGHTS,
        /** Weights, bias and the weight of the neuron to itself. */
        WEIGHTS_AND_OWN,
        /** Weights, bias, offset and power. */
        ALL
    }

    private static final int MOST_HALVINGS = 12;
    /** What the curvatures of all searches may take, in numbers of 8 bytes. */
    private static final long ROOM_FOR_CURVATURES = 1L << 27;

    private final int neuron;
    /** Neurons, and terms of the angle behind them. */
    private final int n;

    private final int neurons;
    private final Free free;
    private final double tolerance;
    private final LinkGlmOptions options;
    private final LinkCurvature curvature;
    private LinkModel current;
    private LinkModel trial;
    private double value = Double.POSITIVE_INFINITY;
    private double promised = Double.POSITIVE_INFINITY;
    private PositiveDefinite solver;
    private int halvings;
    private int iteration;
    private boolean arrived;
    private boolean finished;

    private LinkNewton(
            int neuron,
            int neurons,
            LinkModel start,
            Free free,
            double tolerance,
            LinkGlmOptions options,
            LinkCurvature curvature) {
        this.neurons = neurons;
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
     * @param convergence how the searches ended
     */
    record Fits(LinkModel[] models, double[] values, Convergence convergence) {}

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
                .mapToObj(i -> new LinkNewton(i, n, starts[i], free, tolerance, options, curvature))
                .toList();
        // each keeps its curvature, which for many neurons would not fit into memory together
        int together = (int) Math.max(1, ROOM_FOR_CURVATURES / ((n + 3L) * (n + 3)));
        for (int from = 0; from < all.size(); from += together) {
            searchTogether(likelihood, all.subList(from, Math.min(all.size(), from + together)), n, afterRound);
        }
        Fits fits = new Fits(
                new LinkModel[n],
                new double[n],
                Convergence.ofParts(
                        (int) all.stream().filter(newton -> !newton.arrived).count(),
                        all.stream().mapToInt(newton -> newton.iteration).max().orElse(0)));
        for (LinkNewton newton : all) {
            fits.models()[newton.neuron] = newton.current;
            fits.values()[newton.neuron] = newton.value;
        }
        return fits;
    }

    private static void searchTogether(LinkLikelihood likelihood, List<LinkNewton> all, int n, Runnable afterRound) {
        List<LinkNewton> open = all;
        while (!open.isEmpty()) {
            LinkModel[] trials = new LinkModel[n];
            open.forEach(newton -> trials[newton.neuron] = newton.trial);
            Evaluation[] evaluations = likelihood.evaluate(trials);
            likelihood.workers().map(open, "fitting the GLM with a learned link", newton -> {
                newton.hear(evaluations[newton.neuron]);
                return newton;
            });
            open = open.stream().filter(newton -> !newton.finished).toList();
            afterRound.run();
        }
    }

    /** What the curvatures that are kept need, in bytes. */
    static double memory(double neurons) {
        return 8 * Math.min(neurons * (neurons + 2) * (neurons + 2), (double) ROOM_FOR_CURVATURES);
    }

    private void hear(Evaluation evaluation) {
        double at = evaluation.value();
        double[] gradient = evaluation.gradient();
        for (int j = 0; j < neurons; j++) {
            double w = trial.weights()[j];
            at += options.ridge() / 2 * w * w;
            gradient[j == neuron ? n + 2 : j] += options.ridge() * w;
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
            arrived = promised <= tolerance;
            finished = arrived;
            trial = moved(step);
        } else if (++halvings > MOST_HALVINGS) {
            finished = true;
        } else {
            trial = current.halfwayTo(trial);
        }
        finished |= ++iteration >= options.iterations();
        if (finished) {
            solver = null;
        }
    }

    private double[] solve(double[] gradient) {
        return solver.solve(gradient);
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** Places of the free parameters among all. */
    private int[] places() {
        return switch (free) {
            case WEIGHTS -> IntStream.range(0, n).toArray();
            case WEIGHTS_AND_OWN ->
                IntStream.rangeClosed(0, n).map(k -> k < n ? k : n + 2).toArray();
            case ALL -> IntStream.range(0, n + 2).toArray();
        };
    }

    /** A gradient in the free parameters. */
    private double[] reduced(double[] gradient) {
        return Arrays.stream(places()).mapToDouble(k -> gradient[k]).toArray();
    }

    private LinkModel moved(double[] step) {
        double[] full = new double[n + 3];
        int[] places = places();
        for (int k = 0; k < places.length; k++) {
            full[places[k]] = step[k];
        }
        return current.moved(neuron, full);
    }

    private PositiveDefinite solver() {
        double[][] fisher = curvature.fisher(neuron, current);
        int[] places = places();
        double[][] reduced = new double[places.length][places.length];
        for (int k = 0; k < places.length; k++) {
            for (int l = 0; l < places.length; l++) {
                reduced[k][l] = fisher[places[k]][places[l]];
            }
            boolean weight = places[k] != neuron && (places[k] < neurons || places[k] == n + 2);
            reduced[k][k] = (reduced[k][k] + (weight ? options.ridge() : 0)) * (1 + options.damping()) + 1e-9;
        }
        return PositiveDefinite.of(reduced);
    }
}
