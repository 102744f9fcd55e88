package circuitscope.infer.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.RandomStreams;
import circuitscope.Workers;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;

/** Evidence drawn from the model itself, where calibration must hold. */
class SparsePriorTest {
    private static final int N = 60;

    private record Planted(double[][] truth, double[][] estimate, double[][] error) {
        PairEvidence evidence() {
            return PairEvidence.normal(estimate, error);
        }
    }

    /** Errors that differ by 3 between neurons, and a scatter {@code factor} times wider than they say. */
    private static Planted planted(long seed, double density, boolean dale, double factor) {
        UniformRandomProvider random = RandomStreams.of(seed, "planted");
        ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
        double[][] truth = new double[N][N];
        double[][] estimate = new double[N][N];
        double[][] error = new double[N][N];
        for (int j = 0; j < N; j++) {
            boolean inhibitory = j % 5 == 0;
            double own = 0.1 + 0.2 * random.nextDouble();
            for (int i = 0; i < N; i++) {
                if (i != j) {
                    boolean negative = dale ? inhibitory : random.nextDouble() < 0.5;
                    if (random.nextDouble() < density) {
                        truth[i][j] = negative ? -1.2 + 0.3 * normal.sample() : 0.8 + 0.3 * normal.sample();
                    }
                    error[i][j] = own;
                    estimate[i][j] = truth[i][j] + factor * own * normal.sample();
                }
            }
        }
        return new Planted(truth, estimate, error);
    }

    private static double falseShare(int[][] edges, double[][] truth) {
        double found = 0;
        double wrong = 0;
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                found += edges[i][j] != 0 ? 1 : 0;
                wrong += edges[i][j] != 0 && truth[i][j] == 0 ? 1 : 0;
            }
        }
        return wrong / found;
    }

    @Test
    void givenTwelveCircuits_whenFivePercentAreAsked_thenBetweenTwoAndEightAreFalse() {
        double sum = 0;
        for (int seed = 1; seed <= 12; seed++) {
            Planted circuit = planted(seed, 0.1, true, 1);
            sum += falseShare(
                            SparsePrior.posterior(circuit.evidence(), Signs.DALE)
                                    .edges(0.05),
                            circuit.truth)
                    / 12;
        }
        assertTrue(sum > 0.02 && sum < 0.08, "false discoveries " + sum);
    }

    @Test
    void givenScatterWiderThanTheErrorsSay_whenFivePercentAreAsked_thenTheNullOfThePairsKeepsTheRate() {
        double sum = 0;
        double scale = 0;
        for (int seed = 1; seed <= 12; seed++) {
            Planted circuit = planted(seed, 0.1, true, 1.8);
            SparsePosterior posterior = SparsePrior.posterior(circuit.evidence(), Signs.DALE);
            sum += falseShare(posterior.edges(0.05), circuit.truth) / 12;
            scale += posterior.nullScale() / 12;
        }
        // a tenth of the pairs has a synapse, which widens the median a little
        assertEquals(1.8, scale, 0.3);
        assertTrue(sum > 0.01 && sum < 0.08, "false discoveries " + sum);
    }

    @Test
    void givenTwelveCircuits_whenIntervalsOfNinetyPercentAreTaken_thenTheyHoldTheWeightsOfFoundSynapsesAsOften() {
        double inside = 0;
        double all = 0;
        for (int seed = 1; seed <= 12; seed++) {
            Planted circuit = planted(seed, 0.1, true, 1);
            SparsePosterior posterior = SparsePrior.posterior(circuit.evidence(), Signs.DALE);
            int[][] edges = posterior.edges(0.01);
            for (int i = 0; i < N; i++) {
                for (int j = 0; j < N; j++) {
                    if (edges[i][j] != 0) {
                        double away = Math.abs(posterior.mean()[i][j] - circuit.truth[i][j]);
                        inside += away < 1.645 * posterior.deviation()[i][j] ? 1 : 0;
                        all++;
                    }
                }
            }
        }
        assertTrue(inside / all > 0.85 && inside / all < 0.95, "coverage " + inside / all);
    }

    @Test
    void givenDalesLaw_whenComparedWithSignsAtRandom_thenTheLikelierOneIsChosen() {
        assertEquals(
                Signs.DALE,
                SparseChoice.of(planted(1, 0.1, true, 1).evidence(), Workers.of(2))
                        .chosen()
                        .signs());
        assertEquals(
                Signs.ANY,
                SparseChoice.of(planted(1, 0.1, false, 1).evidence(), Workers.of(2))
                        .chosen()
                        .signs());
    }

    @Test
    void givenExcitatorySynapsesOnly_whenHypothesesAreCompared_thenThisOneIsChosenAndAllSignsAreRight() {
        Planted circuit = planted(5, 0.1, true, 1);
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j += 5) {
                // the inhibitory cells turn excitatory
                circuit.estimate[i][j] -= 2 * circuit.truth[i][j];
            }
        }
        SparsePosterior chosen =
                SparseChoice.of(circuit.evidence(), Workers.of(2)).chosen();
        assertEquals(Signs.EXCITATORY, chosen.signs());
        int[][] edges = chosen.edges(0.05);
        for (int[] row : edges) {
            assertTrue(Arrays.stream(row).allMatch(sign -> sign >= 0));
        }
    }

    @Test
    void givenNoSynapseAtAll_whenFivePercentAreAsked_thenHardlyAnyIsFound() {
        SparsePosterior posterior = SparseChoice.of(planted(2, 0, true, 1).evidence(), Workers.of(2))
                .chosen();
        int found = Arrays.stream(posterior.edges(0.05))
                .mapToInt(row ->
                        (int) Arrays.stream(row).filter(edge -> edge != 0).count())
                .sum();
        assertTrue(found <= 2, "found " + found);
    }

    @Test
    void givenTwoShapes_whenAllSynapsesHaveTheSecond_thenItIsLearned() {
        Planted circuit = planted(3, 0.1, true, 1);
        UniformRandomProvider random = RandomStreams.of(4, "other shape");
        double[][] weight = new double[N * N][0];
        double[][] error = new double[N * N][0];
        double[][] gain = new double[N * N][0];
        for (int p = 0; p < N * N; p++) {
            int i = p / N;
            int j = p % N;
            if (i != j) {
                double e = circuit.error[i][j];
                // of the wrong shape, a synapse of half the weight is seen
                double wrong = circuit.truth[i][j] / 2
                        + e * ZigguratSampler.NormalizedGaussian.of(random).sample();
                weight[p] = new double[] {wrong, circuit.estimate[i][j]};
                error[p] = new double[] {e, e};
                gain[p] = new double[] {wrong * wrong / (2 * e * e), weight[p][1] * weight[p][1] / (2 * e * e)};
            }
        }
        SparsePosterior posterior = SparsePrior.posterior(new PairEvidence(N, weight, error, gain), Signs.DALE);
        double first = 0;
        double second = 0;
        for (double[][] row : posterior.shapes()) {
            for (double[] shares : row) {
                first += shares[0];
                second += shares[1];
            }
        }
        assertTrue(second > 10 * first, first + " of the wrong shape, " + second + " of the right one");
    }
}
