package circuitscope.motifs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.infer.Connectivity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MotifStrengthsTest {
    private static final Populations TWO = Populations.sideBySide(List.of("E", "I"), new double[] {0.6, 0.4}, 20);

    private static double[][] anyWeights(int n) {
        Random random = new Random(5);
        double[][] weights = new double[n][n];
        double[] in = random.doubles(n).toArray();
        double[] out = random.doubles(n).toArray();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                weights[i][j] = in[i] + out[j] + 0.3 * random.nextGaussian();
            }
        }
        return weights;
    }

    /** Every triple of neurons one by one, with the diagonal excluded by the same additive fit, against the sums. */
    @Test
    void givenAnyWeights_whenMeasured_thenStrengthsAreThoseOfEveryPairOfSynapsesOneByOne() {
        double[][] weights = anyWeights(20);
        MotifStrengths measured = MotifStrengths.of(weights, TWO);
        double[][] filled = filled(weights);
        int[] e = TWO.members(0);
        int[] i = TWO.members(1);
        assertEquals(
                naiveChain(filled, i, e, e),
                measured.of(Motif.CHAIN, "I", "E", "E").value(),
                1e-10);
        assertEquals(
                naiveChain(filled, i, e, i),
                measured.of(Motif.CHAIN, "I", "E", "I").value(),
                1e-10);
        assertEquals(
                naiveChain(filled, e, i, i),
                measured.of(Motif.CHAIN, "E", "I", "I").value(),
                1e-10);
        assertEquals(
                naiveConvergent(filled, e, i, i),
                measured.of(Motif.CONVERGENT, "E", "I", "I").value(),
                1e-10);
        assertEquals(
                naiveConvergent(filled, i, e, i),
                measured.of(Motif.CONVERGENT, "I", "E", "I").value(),
                1e-10);
        assertEquals(
                naiveConvergent(transposed(filled), i, e, e) / (e.length * e.length) * i.length * i.length,
                measured.of(Motif.DIVERGENT, "I", "E", "E").value(),
                1e-10);
        double reciprocal = 0;
        double to = mean(weights, e, i);
        double from = mean(weights, i, e);
        for (int k : e) {
            for (int l : i) {
                reciprocal += (weights[k][l] - to) * (weights[l][k] - from);
            }
        }
        assertEquals(reciprocal, measured.of(Motif.RECIPROCAL, "E", "I").value(), 1e-10);
        assertEquals(8 * to, measured.of(Motif.MEAN, "E", "I").value(), 1e-12);
    }

    @Test
    void givenOtherSelfConnections_whenMeasured_thenNothingChanges() {
        double[][] weights = anyWeights(20);
        double[][] others = anyWeights(20);
        for (int i = 0; i < 20; i++) {
            others[i][i] = 100 * i;
        }
        List<Strength> strengths = MotifStrengths.of(weights, TWO).strengths();
        List<Strength> same = MotifStrengths.of(others, TWO).strengths();
        for (int k = 0; k < same.size(); k++) {
            assertEquals(
                    strengths.get(k).value(),
                    same.get(k).value(),
                    1e-9,
                    same.get(k).path());
        }
    }

    /** The generator's exact statistics come back, although the noise of a weight is 20 times its structure. */
    @ParameterizedTest
    @ValueSource(doubles = {-1.4, 0, 1.4})
    void givenTheTestCase_whenDrawnAndMeasured_thenStrengthsAreThoseOfTheModel(double chain) {
        MotifModel model = MotifModel.excitatoryInhibitory(chain).withReciprocity(0.4);
        MotifNetwork network = model.draw(1000, 2);
        MotifStrengths found = MotifStrengths.of(network.weights(), network.populations());
        assertEquals(chain, found.pooled(Motif.CHAIN).value(), 0.06);
        assertEquals(1.5, found.pooled(Motif.CONVERGENT).value(), 0.06);
        assertEquals(1.5, found.pooled(Motif.DIVERGENT).value(), 0.06);
        // N^2 Cov = 2 c + N g^2 rho
        assertEquals(
                2 * chain + 1000 * 0.25 * 0.4, found.pooled(Motif.RECIPROCAL).value(), 1);
        List<String> names = model.names();
        for (int p = 0; p < 2; p++) {
            for (int q = 0; q < 2; q++) {
                String to = names.get(p);
                String from = names.get(q);
                near(model.mean()[p][q], found.of(Motif.MEAN, to, from));
                assertEquals(
                        model.spread()[p][q], found.of(Motif.SPREAD, to, from).value(), 0.01);
                for (int r = 0; r < 2; r++) {
                    near(model.chain(p, r, q), found.of(Motif.CHAIN, to, names.get(r), from));
                    if (r >= q) {
                        near(model.convergent(p, q, r), found.of(Motif.CONVERGENT, to, from, names.get(r)));
                        near(model.divergent(p, q, r), found.of(Motif.DIVERGENT, to, from, names.get(r)));
                    }
                }
            }
        }
    }

    private static void near(double expected, Strength found) {
        assertEquals(expected, found.value(), 4 * found.error(), found.motif() + " " + found.path());
    }

    /** Of networks without exact factors, as other tools make them, standard errors are the scatter. */
    @Test
    void givenIndependentFactors_whenMeasuredOftenEnough_thenTheScatterIsTheStandardError() {
        int n = 200;
        int trials = 200;
        double[] chains = new double[trials];
        double[] errors = new double[trials];
        for (int trial = 0; trial < trials; trial++) {
            Random random = new Random(trial);
            double[] u = random.doubles(n).map(x -> random.nextGaussian()).toArray();
            double[] v =
                    Arrays.stream(u).map(x -> 0.5 * x + random.nextGaussian()).toArray();
            double[][] weights = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    weights[i][j] = (u[i] + v[j]) / n + random.nextGaussian() / Math.sqrt(n);
                }
            }
            Strength chain = MotifStrengths.of(weights, Populations.one(n)).pooled(Motif.CHAIN);
            chains[trial] = chain.value();
            errors[trial] = chain.error();
        }
        double mean = Arrays.stream(chains).average().orElseThrow();
        double deviation = Math.sqrt(
                Arrays.stream(chains).map(c -> (c - mean) * (c - mean)).sum() / (trials - 1));
        assertEquals(0.5, mean, 4 * deviation / Math.sqrt(trials));
        assertEquals(deviation, Arrays.stream(errors).average().orElseThrow(), 0.15 * deviation);
    }

    @Test
    void givenWeightsWithErrors_whenMeasured_thenTheSpreadIsCorrectedAndErrorsAreCarriedAlong() {
        MotifNetwork network = MotifModel.excitatoryInhibitory(1).draw(400, 3);
        double[][] weights = network.weights();
        Random random = new Random(1);
        double[][] errors = new double[400][400];
        for (double[] row : errors) {
            Arrays.fill(row, 0.04);
        }
        for (double[] row : weights) {
            for (int j = 0; j < row.length; j++) {
                row[j] += 0.04 * random.nextGaussian();
            }
        }
        MotifStrengths found = MotifStrengths.of(
                new Connectivity.WithErrors(weights, errors), network.populations(), 1, Workers.of(2));
        assertEquals(WeightErrors.INDEPENDENT, found.errors());
        Strength chain = found.pooled(Motif.CHAIN);
        assertEquals(1, chain.value(), 3 * chain.error());
        // the chain's part from noise e: (sent noise) x (received), each of variance 0.04^2 x 400 = 0.64
        assertTrue(chain.errorOfWeights() > 0.05 && chain.errorOfWeights() < chain.error(), chain.toString());
        assertEquals(0.5 * Math.sqrt(0.8), found.of(Motif.SPREAD, "E", "E").value(), 0.02);
    }

    /**
     * Errors e_ij = a_i x_j + noise of one row share a_i, which is normal, and raise the convergent strength by N^2 times their
     * covariance. Their scatter is that of measuring the same weights with other errors again and again.
     */
    @Test
    void givenErrorsThatARowShares_whenMeasured_thenTheirBiasIsTakenAwayAndTheirScatterIsTold() {
        int n = 60;
        MotifNetwork network = MotifModel.excitatoryInhibitory(1).draw(n, 4);
        double[][] truth = network.weights();
        double[] share = new Random(5).doubles(n, 0.01, 0.03).toArray();
        double noise = 0.02;
        double[][][] covariances = new double[n][n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n && j != i; k++) {
                    covariances[i][j][k] = k == i ? 0 : share[j] * share[k] + (j == k ? noise * noise : 0);
                }
            }
        }
        int trials = 100;
        List<MotifStrengths> plain = new ArrayList<>();
        List<MotifStrengths> corrected = new ArrayList<>();
        for (int trial = 0; trial < trials; trial++) {
            Random random = new Random(trial);
            double[][] weights = Arrays.stream(truth).map(double[]::clone).toArray(double[][]::new);
            for (double[] row : weights) {
                double common = random.nextGaussian();
                for (int j = 0; j < n; j++) {
                    row[j] += share[j] * common + noise * random.nextGaussian();
                }
            }
            plain.add(MotifStrengths.of(weights, network.populations()));
            corrected.add(MotifStrengths.of(
                    Connectivity.WithErrors.of(weights, covariances), network.populations(), trial, Workers.of(2)));
        }
        double convergent = MotifStrengths.of(truth, network.populations())
                .pooled(Motif.CONVERGENT)
                .value();
        // N^2 mean of share_j share_k = 3600 * 0.02^2
        assertEquals(1.44, mean(plain, Motif.CONVERGENT) - convergent, 0.15);
        assertEquals(convergent, mean(corrected, Motif.CONVERGENT), 0.15);
        assertEquals(WeightErrors.WITHIN_ROWS, corrected.get(0).errors());
        for (Motif motif : List.of(Motif.CONVERGENT, Motif.CHAIN, Motif.DIVERGENT, Motif.RECIPROCAL)) {
            double told = corrected.stream()
                    .mapToDouble(one -> one.pooled(motif).errorOfWeights())
                    .average()
                    .orElseThrow();
            double mean = mean(plain, motif);
            double scatter = Math.sqrt(plain.stream()
                            .mapToDouble(one -> Math.pow(one.pooled(motif).value() - mean, 2))
                            .sum()
                    / (trials - 1));
            assertEquals(scatter, told, 0.25 * scatter, motif.name());
        }
        covariances[3][1][2] = covariances[3][2][1] = 1;
        String message = assertThrows(
                        InputException.class,
                        () -> MotifStrengths.of(
                                Connectivity.WithErrors.of(truth, covariances),
                                network.populations(),
                                1,
                                Workers.of(2)))
                .getMessage();
        assertTrue(message.contains("neuron 3"), message);
        assertThrows(InputException.class, () -> Connectivity.WithErrors.of(truth, new double[n][n][n - 1]));
        assertThrows(InputException.class, () -> Connectivity.WithErrors.of(truth, new double[n - 1][n][n]));
    }

    private static double mean(List<MotifStrengths> all, Motif motif) {
        return all.stream()
                .mapToDouble(one -> one.pooled(motif).value())
                .average()
                .orElseThrow();
    }

    @Test
    void givenSurrogates_whenDrawn_thenEachKeepsWhatItPromises() {
        double[][] weights = anyWeights(20);
        double[][] kept = Surrogate.DEGREES_KEPT.of(weights, TWO, 1);
        double[][] relabelled = Surrogate.RELABELLED.of(weights, TWO, 1);
        double[][] shuffled = Surrogate.SHUFFLED.of(weights, TWO, 1);
        for (int[] to : TWO.members()) {
            for (int[] from : TWO.members()) {
                assertArrayEquals(sums(weights, to, from, false), sums(kept, to, from, false), 1e-9);
                assertArrayEquals(
                        sums(transposed(weights), from, to, false), sums(transposed(kept), from, to, false), 1e-9);
                assertArrayEquals(
                        sums(transposed(weights), from, to, true), sums(transposed(relabelled), from, to, true), 1e-9);
                assertEquals(mean(weights, to, from), mean(shuffled, to, from), 1e-12);
                assertEquals(squares(weights, to, from), squares(kept, to, from), 1e-9);
                assertEquals(squares(weights, to, from), squares(shuffled, to, from), 1e-9);
            }
        }
        assertTrue(Math.abs(weights[0][1] - kept[0][1]) > 1e-3);
    }

    @Test
    void givenConnectionsOfASparseNetwork_whenExchanged_thenEachNeuronKeepsTheNumberOfBothKinds() {
        MotifNetwork network = SparseMotifs.excitatoryInhibitory(0.5).draw(200, 1);
        double[][] weights = network.weights();
        double[][] kept = Surrogate.DEGREES_KEPT.of(weights, network.populations(), 1);
        int moved = 0;
        int connections = 0;
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 200; j++) {
                connections += weights[i][j] != 0 ? 1 : 0;
                moved += weights[i][j] != 0 && kept[i][j] == 0 ? 1 : 0;
            }
        }
        assertTrue(moved > connections / 2, moved + " of " + connections);
        for (int[] to : network.populations().members()) {
            for (int[] from : network.populations().members()) {
                assertArrayEquals(sums(weights, to, from, false), sums(kept, to, from, false), 1e-9);
                assertArrayEquals(
                        sums(transposed(weights), from, to, false), sums(transposed(kept), from, to, false), 1e-9);
            }
        }
    }

    @Test
    void givenOneMotifAtATime_whenComparedWithChance_thenOnlyThatOneStandsOut() {
        MotifModel model = MotifModel.excitatoryInhibitory(1.2);
        List<Surrogate.Comparison> all = compared(model);
        assertTrue(all.get(0).deviations() > 4
                && all.get(1).deviations() > 4
                && all.get(2).deviations() > 4);
        assertTrue(Math.abs(all.get(3).deviations()) < 4);
        List<Surrogate.Comparison> none =
                compared(model.only(false, false, false).withReciprocity(0.3));
        assertTrue(none.get(3).deviations() > 4, none.toString());
        for (Surrogate.Comparison one : none.subList(0, 3)) {
            assertTrue(Math.abs(one.deviations()) < 4 && one.probability() > 0.01, one.toString());
        }
        assertEquals(1.0 / 101, all.get(2).probability(), 1e-12);
    }

    private static List<Surrogate.Comparison> compared(MotifModel model) {
        MotifNetwork network = model.draw(200, 1);
        MotifStrengths found = MotifStrengths.of(network.weights(), network.populations());
        return Surrogate.compare(found, network.weights(), network.populations(), 100, 1, Workers.of(2));
    }

    @Test
    void givenWeightsThatDoNotFit_whenMeasured_thenTheMessageSaysSo() {
        assertThrows(InputException.class, () -> MotifStrengths.of(anyWeights(19), TWO));
        MotifStrengths found = MotifStrengths.of(anyWeights(20), TWO);
        String message = assertThrows(InputException.class, () -> found.of(Motif.CHAIN, "E", "E"))
                .getMessage();
        assertTrue(message.contains("E <- E"), message);
        assertThrows(InputException.class, () -> found.pooled(Motif.MEAN));
        assertThrows(InputException.class, () -> new Populations(List.of("a", "b"), new int[] {0, 0, 0, 1}));
    }

    private static double[] sums(double[][] weights, int[] rows, int[] columns, boolean sorted) {
        double[] sums = Arrays.stream(rows)
                .mapToDouble(i -> Arrays.stream(columns)
                        .filter(j -> j != i)
                        .mapToDouble(j -> weights[i][j])
                        .sum())
                .toArray();
        if (sorted) {
            Arrays.sort(sums);
        }
        return sums;
    }

    private static double squares(double[][] weights, int[] rows, int[] columns) {
        double sum = 0;
        for (int i : rows) {
            for (int j : columns) {
                sum += weights[i][j] * weights[i][j];
            }
        }
        return sum;
    }

    private static double mean(double[][] weights, int[] rows, int[] columns) {
        double sum = 0;
        int pairs = 0;
        for (int i : rows) {
            for (int j : columns) {
                if (i != j) {
                    sum += weights[i][j];
                    pairs++;
                }
            }
        }
        return sum / pairs;
    }

    private static double[][] transposed(double[][] matrix) {
        double[][] other = new double[matrix.length][matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            for (int j = 0; j < matrix.length; j++) {
                other[j][i] = matrix[i][j];
            }
        }
        return other;
    }

    /** The diagonal that makes all its interactions with the rest zero on average, found by repetition. */
    private static double[][] filled(double[][] weights) {
        double[][] filled = Arrays.stream(weights).map(double[]::clone).toArray(double[][]::new);
        for (int[] block : TWO.members()) {
            for (int round = 0; round < 200; round++) {
                double[] fit = new double[block.length];
                for (int k = 0; k < block.length; k++) {
                    double row = 0;
                    double column = 0;
                    double all = 0;
                    for (int i : block) {
                        row += filled[block[k]][i] / block.length;
                        column += filled[i][block[k]] / block.length;
                        for (int j : block) {
                            all += filled[i][j] / block.length / block.length;
                        }
                    }
                    fit[k] = row + column - all;
                }
                for (int k = 0; k < block.length; k++) {
                    filled[block[k]][block[k]] = fit[k];
                }
            }
        }
        return filled;
    }

    /** N_p N_b times the covariance of J_ij and J_jk over j, for every i and k that differ. */
    private static double naiveChain(double[][] weights, int[] a, int[] p, int[] b) {
        double sum = 0;
        long triples = 0;
        for (int i : a) {
            double to =
                    Arrays.stream(p).mapToDouble(j -> weights[i][j]).average().orElseThrow();
            for (int k : b) {
                if (i != k) {
                    double from = Arrays.stream(p)
                            .mapToDouble(j -> weights[j][k])
                            .average()
                            .orElseThrow();
                    for (int j : p) {
                        sum += (weights[i][j] - to) * (weights[j][k] - from);
                    }
                    triples += p.length - 1;
                }
            }
        }
        return sum / triples * p.length * b.length;
    }

    private static double naiveConvergent(double[][] weights, int[] p, int[] q, int[] r) {
        double sum = 0;
        long triples = 0;
        for (int j : q) {
            double first =
                    Arrays.stream(p).mapToDouble(i -> weights[i][j]).average().orElseThrow();
            for (int k : r) {
                if (j != k) {
                    double second = Arrays.stream(p)
                            .mapToDouble(i -> weights[i][k])
                            .average()
                            .orElseThrow();
                    for (int i : p) {
                        sum += (weights[i][j] - first) * (weights[i][k] - second);
                    }
                    triples += p.length - 1;
                }
            }
        }
        return sum / triples * q.length * r.length;
    }
}
