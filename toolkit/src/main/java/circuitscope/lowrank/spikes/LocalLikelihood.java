package circuitscope.lowrank.spikes;

import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.lowrank.Trajectories;
import circuitscope.lowrank.fit.Activity;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Latent variables, or what neurons receive, under which spikes are likeliest given the other: c = (m, b, d) of a neuron over all
 * steps, and z of a step over all neurons and the steps around it, which count by a normal kernel (local likelihood, Tibshirani
 * and Hastie 1987). Both by Fisher scoring: for counts y with mean lambda = mean (1 + tanh(h)) the score of h is
 * (y - lambda) (1 - tanh(h)) and its information lambda (1 - tanh(h))^2. No inverse of tanh bends the noise, and input from
 * outside is taken as it is at each step.
 */
final class LocalLikelihood {
    private static final int MOST_STEPS = 20;
    private static final double ARRIVED = 1e-6;

    /** Precision of a prior about 0 that keeps neurons without spikes within bounds. */
    private static final double PRIOR = 0.01;

    /** Steps that count as one place on the line. */
    private static final int TOGETHER = 4;

    private static final String STAGE = "finding latent variables";

    private final PoissonSpikes spikes;
    private final double[] kernel;
    private final Workers workers;

    LocalLikelihood(PoissonSpikes spikes, double[] kernel, Workers workers) {
        this.spikes = spikes;
        this.kernel = kernel;
        this.workers = workers;
    }

    /**
     * A few steps around one of them with the same input: how far behind it they are on average, the sum of their weights, and
     * the weighted counts of each neuron.
     */
    private record Around(double[] u, double lag, double weight, double[] counts) {}

    /**
     * Latent variables given what neurons receive, from others on. About each step they are a line over time: a mean alone is
     * off at the beginning and the end of a start, where all steps around are on one side, and where input acts there, this
     * would be taken for an effect of the input.
     */
    Trajectories latent(Activity now) {
        List<double[][]> all = workers.map(spikes.counts().length, STAGE, s -> {
            double[][] z = new double[spikes.counts()[s].length][];
            for (int t = 0; t < z.length; t++) {
                Progress.stopIfInterrupted(STAGE);
                z[t] = latent(now, s, t);
            }
            return z;
        });
        return new Trajectories(all.toArray(double[][][]::new), spikes.u(), spikes.step());
    }

    private double[] latent(Activity now, int s, int t) {
        int rank = now.latent().rank();
        double[][] c = now.received();
        List<Around> around = around(s, t);
        double[] there = new double[rank];
        double[] slope = new double[2 * rank];
        double[] line = scored(start(now.latent().z()[s], t), (at, sum) -> {
            for (Around part : around) {
                for (int r = 0; r < rank; r++) {
                    there[r] = at[r] + part.lag * at[rank + r];
                }
                for (int i = 0; i < c.length; i++) {
                    for (int r = 0; r < rank; r++) {
                        slope[r] = c[i][r];
                        slope[rank + r] = part.lag * c[i][r];
                    }
                    sum.add(h(c[i], there, part.u), slope, part.weight, part.counts[i]);
                }
            }
        });
        return Arrays.copyOf(line, rank);
    }

    /** Where a search for the line at a step starts: value and slope of latent variables that are known. */
    private static double[] start(double[][] z, int t) {
        int rank = z[t].length;
        int before = Math.max(0, t - 1);
        int after = Math.min(z.length - 1, t + 1);
        double[] start = Arrays.copyOf(z[t], 2 * rank);
        for (int r = 0; r < rank; r++) {
            start[rank + r] = (z[after][r] - z[before][r]) / Math.max(1, after - before);
        }
        return start;
    }

    /** The steps around one of them in small groups, each with one input. */
    private List<Around> around(int s, int t) {
        byte[][] counts = spikes.counts()[s];
        int reach = kernel.length / 2;
        List<Around> parts = new ArrayList<>();
        int before = Integer.MIN_VALUE;
        for (int k = Math.max(0, t - reach); k <= Math.min(counts.length - 1, t + reach); k++) {
            double[] u = spikes.u()[s][Math.min(k, spikes.u()[s].length - 1)];
            double share = kernel[k - t + reach];
            int group = Math.floorDiv(k - t + TOGETHER / 2, TOGETHER);
            boolean same = group == before && Arrays.equals(parts.get(parts.size() - 1).u, u);
            before = group;
            Around part = same ? parts.remove(parts.size() - 1) : new Around(u, 0, 0, new double[counts[k].length]);
            double weight = part.weight + share;
            for (int i = 0; i < part.counts.length; i++) {
                part.counts[i] += share * counts[k][i];
            }
            parts.add(new Around(u, part.lag + (k - t - part.lag) * share / weight, weight, part.counts));
        }
        return parts;
    }

    /** What neurons receive given latent variables. */
    Activity received(Trajectories latent) {
        double[][] states = latent.states();
        double[] nothing = new double[states[0].length];
        int length = spikes.u()[0].length;
        double[][] errors = new double[spikes.neurons()][];
        List<double[]> c = workers.map(errors.length, STAGE, i -> {
            Progress.stopIfInterrupted(STAGE);
            Sum[] last = new Sum[1];
            double[] found = scored(nothing, (at, sum) -> {
                for (int t = 0; t < states.length; t++) {
                    sum.add(product(at, states[t]), states[t], 1, spikes.counts()[t / length][t % length][i]);
                }
                last[0] = sum;
            });
            errors[i] = Arrays.stream(PositiveDefinite.of(last[0].information).inverseDiagonal())
                    .map(Math::sqrt)
                    .toArray();
            return found;
        });
        return new Activity(latent, c.toArray(double[][]::new), errors, Nonlinearity.TANH);
    }

    /** Score and information of some variables that h is linear in. */
    private final class Sum {
        final double[] score;
        final double[][] information;

        Sum(double[] at) {
            score = new double[at.length];
            information = new double[at.length][at.length];
            for (int k = 0; k < at.length; k++) {
                score[k] = -PRIOR * at[k];
                information[k][k] = PRIOR;
            }
        }

        void add(double h, double[] slope, double weight, double count) {
            double rate = Nonlinearity.TANH.rate(h);
            double expected = spikes.mean() * (1 + rate);
            double pull = (count - weight * expected) * (1 - rate);
            double curvature = weight * expected * (1 - rate) * (1 - rate);
            for (int k = 0; k < score.length; k++) {
                score[k] += pull * slope[k];
                for (int l = 0; l < score.length; l++) {
                    information[k][l] += curvature * slope[k] * slope[l];
                }
            }
        }
    }

    /** What adds the data at some values of the variables. */
    @FunctionalInterface
    private interface Data {
        void addTo(double[] at, Sum sum);
    }

    private double[] scored(double[] start, Data data) {
        double[] at = start.clone();
        for (int step = 0; step < MOST_STEPS; step++) {
            Sum sum = new Sum(at);
            data.addTo(at, sum);
            double[] move = PositiveDefinite.of(sum.information).solve(sum.score);
            double longest = Arrays.stream(move).map(Math::abs).max().orElseThrow();
            for (int k = 0; k < at.length; k++) {
                at[k] += move[k] / Math.max(1, longest);
            }
            if (longest < ARRIVED) {
                break;
            }
        }
        return at;
    }

    private static double h(double[] c, double[] z, double[] u) {
        double h = c[c.length - 1];
        for (int r = 0; r < z.length; r++) {
            h += c[r] * z[r];
        }
        for (int k = 0; k < u.length; k++) {
            h += c[z.length + k] * u[k];
        }
        return h;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
