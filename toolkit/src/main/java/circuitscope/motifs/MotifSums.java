package circuitscope.motifs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over rows and columns of a weight matrix, and the motif strengths that they give. The sum of products over pairs of
 * different synapses is the product of the sums without the products of each with itself, so all motifs cost as much as
 * reading the matrix a few times.
 */
final class MotifSums {
    private final double[][] weights;
    private final Populations populations;
    private final int[][] members;
    private final int count;
    /** received[q][i]: summed weight onto i from q, shape (P, N). */
    private final double[][] received;
    /** sent[a][j]: N_p times the mean weight of j, which is in p, onto a neuron in a, shape (P, N). */
    private final double[][] sent;

    private final List<Strength> strengths = new ArrayList<>();

    /** What each neuron adds to the pooled strength, by motif, shape (N). */
    private final double[][] pooled = new double[Motif.values().length][];

    MotifSums(double[][] given, Populations populations) {
        this.populations = populations;
        members = populations.members();
        count = populations.count();
        weights = withoutSelf(given);
        int n = weights.length;
        int[] of = populations.of();
        received = new double[count][n];
        sent = new double[count][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                received[of[j]][i] += weights[i][j];
                sent[of[i]][j] += weights[i][j];
            }
        }
        for (int a = 0; a < count; a++) {
            for (int j = 0; j < n; j++) {
                sent[a][j] *= (double) members[of[j]].length / members[a].length;
            }
        }
    }

    /** A copy whose diagonal holds what its row and column say: it adds nothing to what is measured. */
    private double[][] withoutSelf(double[][] given) {
        double[][] copy = Arrays.stream(given).map(double[]::clone).toArray(double[][]::new);
        for (int[] block : members) {
            int n = block.length;
            double[] row = new double[n];
            double[] column = new double[n];
            double sum = 0;
            for (int k = 0; k < n; k++) {
                for (int l = 0; l < n; l++) {
                    if (k != l) {
                        double weight = given[block[k]][block[l]];
                        row[k] += weight;
                        column[l] += weight;
                        sum += weight;
                    }
                }
            }
            // the least-squares fit of row and column effects to a square without its diagonal
            double mean = sum / (n * (n - 1.0));
            for (int k = 0; k < n; k++) {
                double r = row[k] - (n - 1) * mean;
                double c = column[k] - (n - 1) * mean;
                copy[block[k]][block[k]] = mean + (r + c) / (n - 2.0);
            }
        }
        return copy;
    }

    MotifStrengths strengths() {
        for (int k = 0; k < pooled.length; k++) {
            pooled[k] = new double[weights.length];
        }
        for (int p = 0; p < count; p++) {
            for (int q = 0; q < count; q++) {
                mean(p, q);
                spread(p, q);
            }
        }
        for (int p = 0; p < count; p++) {
            for (int q = 0; q < count; q++) {
                for (int r = q; r < count; r++) {
                    convergent(p, q, r);
                    divergent(p, q, r);
                }
            }
            for (int a = 0; a < count; a++) {
                for (int b = 0; b < count; b++) {
                    chain(a, p, b);
                }
            }
            for (int q = p; q < count; q++) {
                reciprocal(p, q);
            }
        }
        List<Strength> together = new ArrayList<>();
        for (Motif motif : List.of(Motif.CONVERGENT, Motif.DIVERGENT, Motif.CHAIN, Motif.RECIPROCAL)) {
            double value = 0;
            double variance = 0;
            for (int[] block : members) {
                double[] parts = Arrays.stream(block)
                        .mapToDouble(i -> pooled[motif.ordinal()][i])
                        .toArray();
                value += average(parts);
                variance += variance(parts) / parts.length;
            }
            // a pair is met from both its ends
            double twice = motif == Motif.RECIPROCAL ? 2 : 1;
            together.add(new Strength(motif, "all", value, twice * Math.sqrt(variance), 0));
        }
        return new MotifStrengths(populations.names(), weights.length, strengths, together, WeightErrors.NONE);
    }

    private double share(int p) {
        return (double) members[p].length / weights.length;
    }

    private void add(Motif motif, double value, double error, int... path) {
        String[] names = Arrays.stream(path).mapToObj(populations.names()::get).toArray(String[]::new);
        strengths.add(new Strength(motif, MotifStrengths.path(motif, names), value, error, 0));
    }

    /** Adds a mean over the neurons of population p, and its share of the pooled strength. */
    private void add(Motif motif, double[] parts, int p, double share, int... path) {
        double twice = motif == Motif.RECIPROCAL && path[0] == path[1] ? 2 : 1;
        add(motif, average(parts), twice * Math.sqrt(variance(parts) / parts.length), path);
        for (int k = 0; k < parts.length; k++) {
            pooled[motif.ordinal()][members[p][k]] += share * parts[k];
        }
    }

    private void mean(int p, int q) {
        double[] in = at(received[q], p);
        double[] out = at(sent[p], q);
        add(Motif.MEAN, average(in), Math.sqrt(variance(in) / in.length + variance(out) / out.length), p, q);
    }

    private void spread(int p, int q) {
        double[] row = at(received[q], p);
        double[] column = at(sent[p], q);
        double mean = average(row);
        double squares = 0;
        for (int k = 0; k < row.length; k++) {
            for (int l = 0; l < column.length; l++) {
                double rest = weights[members[p][k]][members[q][l]] - (row[k] + column[l] - mean) / column.length;
                squares += rest * rest;
            }
        }
        double free = (row.length - 1.0) * (column.length - 1.0) - (p == q ? row.length : 0);
        double g = Math.sqrt(column.length * squares / free);
        add(Motif.SPREAD, g, g / Math.sqrt(2 * free), p, q);
    }

    private void convergent(int p, int q, int r) {
        double[] first = centred(at(received[q], p));
        double[] second = centred(at(received[r], p));
        double[] parts = new double[first.length];
        double[] mean = new double[members[q].length];
        for (int l = 0; l < mean.length; l++) {
            mean[l] = sent[p][members[q][l]] / members[q].length;
        }
        for (int k = 0; k < parts.length; k++) {
            parts[k] = first[k] * second[k];
            if (q == r) {
                double[] row = weights[members[p][k]];
                for (int l = 0; l < mean.length; l++) {
                    double rest = row[members[q][l]] - mean[l];
                    parts[k] -= rest * rest;
                }
                parts[k] *= mean.length / (mean.length - 1.0);
            }
            parts[k] *= parts.length / (parts.length - 1.0);
        }
        add(Motif.CONVERGENT, parts, p, share(p) * (q == r ? 1 : 2), p, q, r);
    }

    private void divergent(int p, int a, int b) {
        double[] first = centred(at(sent[a], p));
        double[] second = centred(at(sent[b], p));
        double[] parts = new double[first.length];
        for (int k = 0; k < parts.length; k++) {
            parts[k] = first[k] * second[k];
        }
        if (a == b) {
            int n = members[a].length;
            double scale = (double) parts.length / n;
            for (int i : members[a]) {
                double mean = received[p][i] / parts.length;
                for (int k = 0; k < parts.length; k++) {
                    double rest = scale * (weights[i][members[p][k]] - mean);
                    parts[k] -= rest * rest;
                }
            }
            scale(parts, n / (n - 1.0));
        }
        scale(parts, parts.length / (parts.length - 1.0));
        add(Motif.DIVERGENT, parts, p, share(a) * share(b) / share(p) * (a == b ? 1 : 2), p, a, b);
    }

    private void chain(int a, int p, int b) {
        double[] out = centred(at(sent[a], p));
        double[] in = centred(at(received[b], p));
        double[] parts = new double[out.length];
        for (int k = 0; k < parts.length; k++) {
            parts[k] = out[k] * in[k];
        }
        if (a == b) {
            // without the way from i to j and straight back
            int n = members[a].length;
            for (int i : members[a]) {
                double meanTo = received[p][i] / parts.length;
                double meanFrom = sent[p][i] / n;
                for (int k = 0; k < parts.length; k++) {
                    int j = members[p][k];
                    parts[k] -= (double) parts.length / n * (weights[i][j] - meanTo) * (weights[j][i] - meanFrom);
                }
            }
            scale(parts, n / (n - 1.0));
        }
        scale(parts, parts.length / (parts.length - 1.0));
        add(Motif.CHAIN, parts, p, share(a), a, p, b);
    }

    private void reciprocal(int p, int q) {
        int here = members[p].length;
        int there = members[q].length;
        double meanTo = average(at(received[q], p)) / there;
        double meanFrom = average(at(received[p], q)) / here;
        double[] parts = new double[here];
        for (int k = 0; k < here; k++) {
            int i = members[p][k];
            for (int j : members[q]) {
                if (i != j) {
                    parts[k] += (weights[i][j] - meanTo) * (weights[j][i] - meanFrom);
                }
            }
        }
        scale(parts, (double) here * there / (p == q ? there - 1 : there));
        add(Motif.RECIPROCAL, parts, p, p == q ? 1 : 2, p, q);
    }

    private double[] at(double[] all, int p) {
        return Arrays.stream(members[p]).mapToDouble(i -> all[i]).toArray();
    }

    private static double[] centred(double[] values) {
        double mean = average(values);
        return Arrays.stream(values).map(value -> value - mean).toArray();
    }

    private static void scale(double[] values, double factor) {
        for (int k = 0; k < values.length; k++) {
            values[k] *= factor;
        }
    }

    private static double average(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double variance(double[] values) {
        double mean = average(values);
        return Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.length - 1);
    }
}
