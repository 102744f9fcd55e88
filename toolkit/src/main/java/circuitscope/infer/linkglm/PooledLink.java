package circuitscope.infer.linkglm;

import circuitscope.Progress;
import circuitscope.infer.Convergence;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.infer.linkglm.LinkLikelihood.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Fisher scoring for neurons with one link in common: few spikes do not determine a link of each neuron's own. Every step solves
 * for all weights and biases and the shared offset together, the offset by a Schur complement. The power is given, because it
 * could make the weights, and the penalty with them, as small as it likes; from 1 on, the likelihood has one peak in each neuron's
 * weights and bias.
 */
final class PooledLink {
    private static final int MOST_HALVINGS = 12;

    private final LinkLikelihood likelihood;
    private final LinkCurvature curvature;
    private final LinkGlmOptions options;
    private final double ridge;
    private final LinkModel[] starts;
    /** The neurons that are fitted. */
    private final int[] neurons;

    private final int n;

    /**
     * @param likelihood what is searched
     * @param curvature its curvature
     * @param options damping and most steps
     * @param ridge penalty ridge / 2 * sum of squared weights, per neuron
     * @param starts first models, all with the same link; null for neurons that are left out
     */
    PooledLink(
            LinkLikelihood likelihood,
            LinkCurvature curvature,
            LinkGlmOptions options,
            double ridge,
            LinkModel... starts) {
        this.likelihood = likelihood;
        this.curvature = curvature;
        this.options = options;
        this.ridge = ridge;
        this.starts = starts;
        n = starts.length;
        neurons = IntStream.range(0, n).filter(i -> starts[i] != null).toArray();
    }

    /**
     * Curvature of one neuron.
     *
     * @param own factored matrix of its weights and bias
     * @param cross between those and the offset, shape (N)
     * @param solved own^-1 cross, shape (N)
     * @param offset of the offset
     */
    private record Curvature(PositiveDefinite own, double[] cross, double[] solved, double offset) {}

    /** Penalized losses of all neurons, and their gradients. */
    private record At(double value, double[][] gradients) {}

    /**
     * @param tolerance the search ends when the log-likelihood can rise by no more than this for each neuron, in nats
     * @param afterRound called after each pass
     * @return where it arrived
     */
    LinkNewton.Fits search(double tolerance, Runnable afterRound) {
        LinkModel[] current = starts.clone();
        At at = evaluate(current);
        List<Curvature> curvatures = null;
        double promised = Double.POSITIVE_INFINITY;
        boolean arrived = false;
        int iteration = 0;
        while (!arrived && iteration++ < options.iterations()) {
            Progress.stopIfInterrupted("fitting the GLM with a learned link");
            double[][] step = curvatures == null ? null : step(curvatures, at.gradients);
            double gain = step == null ? 0 : gain(step, at.gradients);
            // an old curvature saves time, but the end is judged by a new one
            if (step == null || gain > promised / 4 || gain <= tolerance * neurons.length) {
                LinkModel[] here = current;
                curvatures = likelihood
                        .workers()
                        .map(neurons.length, "curvature", m -> curvature(neurons[m], here[neurons[m]]));
                step = step(curvatures, at.gradients);
                gain = gain(step, at.gradients);
                arrived = gain <= tolerance * neurons.length;
            }
            promised = gain;
            LinkModel[] trial = moved(current, step);
            At next = evaluate(trial);
            for (int halving = 0; halving < MOST_HALVINGS && !(next.value <= at.value); halving++) {
                for (int i : neurons) {
                    trial[i] = current[i].halfwayTo(trial[i]);
                }
                next = evaluate(trial);
            }
            afterRound.run();
            if (!(next.value <= at.value)) {
                break;
            }
            current = trial;
            at = next;
        }
        double[] values = new double[n];
        Arrays.fill(values, at.value / neurons.length);
        return new LinkNewton.Fits(current, values, Convergence.of(arrived, iteration));
    }

    private At evaluate(LinkModel[] models) {
        Evaluation[] evaluations = likelihood.evaluate(models);
        double[][] gradients = new double[n][];
        double value = 0;
        for (int i : neurons) {
            gradients[i] = evaluations[i].gradient();
            value += evaluations[i].value();
            for (int j = 0; j < n; j++) {
                double w = j == i ? 0 : models[i].weights()[j];
                value += ridge / 2 * w * w;
                gradients[i][j] += ridge * w;
            }
        }
        return new At(value, gradients);
    }

    private Curvature curvature(int neuron, LinkModel model) {
        double[][] fisher = curvature.fisher(neuron, model);
        double[][] own = new double[n][];
        double[] cross = new double[n];
        for (int j = 0; j < n; j++) {
            own[j] = Arrays.copyOf(fisher[j], n);
            own[j][j] = (own[j][j] + (j == neuron ? 0 : ridge)) * (1 + options.damping()) + 1e-9;
            cross[j] = fisher[n][j];
        }
        PositiveDefinite factored = PositiveDefinite.of(own);
        return new Curvature(factored, cross, factored.solve(cross), fisher[n][n]);
    }

    /** Steps of the fitted neurons, shape (fitted, N + 2); that of the offset is the same for all, that of the power 0. */
    private double[][] step(List<Curvature> curvatures, double[][] gradients) {
        double schur = 1e-9;
        double right = 0;
        for (int m = 0; m < neurons.length; m++) {
            Curvature at = curvatures.get(m);
            double[] gradient = gradients[neurons[m]];
            right += gradient[n] - inner(at.solved, gradient);
            // rounding may leave less than nothing where the bias does all that the offset does
            schur += Math.max(0, at.offset * (1 + options.damping()) - inner(at.solved, at.cross));
        }
        double offset = right / schur;
        List<double[]> own = likelihood.workers().map(neurons.length, "step", m -> {
            Curvature at = curvatures.get(m);
            double[] step = Arrays.copyOf(at.own.solve(Arrays.copyOf(gradients[neurons[m]], n)), n + 2);
            for (int j = 0; j < n; j++) {
                step[j] -= at.solved[j] * offset;
            }
            step[n] = offset;
            return step;
        });
        return own.toArray(double[][]::new);
    }

    private double inner(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private double gain(double[][] step, double[][] gradients) {
        double sum = 0;
        for (int m = 0; m < neurons.length; m++) {
            for (int k = 0; k < n + 1; k++) {
                sum += step[m][k] * gradients[neurons[m]][k] / 2;
            }
        }
        return sum;
    }

    private LinkModel[] moved(LinkModel[] models, double[][] step) {
        LinkModel[] moved = new LinkModel[n];
        for (int m = 0; m < neurons.length; m++) {
            moved[neurons[m]] = models[neurons[m]].moved(neurons[m], step[m]);
        }
        return moved;
    }
}
