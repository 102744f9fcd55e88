package circuitscope.infer.posterior;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.RandomStreams;
import circuitscope.infer.Connectivity;
import java.util.Optional;
import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.junit.jupiter.api.Test;

class DisagreementTest {
    private static final int N = 30;
    private static final double ERROR = 0.05;

    private final ZigguratSampler.NormalizedGaussian normal =
            ZigguratSampler.NormalizedGaussian.of(RandomStreams.of(7, "two methods"));
    private final double[][] truth = new double[N][N];

    /** Every fifth pair has a synapse of 1 or -1 times a log-normal number. */
    DisagreementTest() {
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                truth[i][j] = i != j && (i + j) % 5 == 0 ? (j % 2 == 0 ? 1 : -1) * Math.exp(0.4 * normal.sample()) : 0;
            }
        }
    }

    /** Weights in some unit, with relative errors by chance that are told and others by the model that are not. */
    private Connectivity seen(double unit, double model) {
        double[][] weights = new double[N][N];
        double[][] deviation = new double[N][N];
        int[][] edges = new int[N][N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                double log = ERROR * normal.sample() + model * normal.sample();
                weights[i][j] = unit * truth[i][j] * Math.exp(log);
                deviation[i][j] = ERROR * Math.abs(weights[i][j]);
                edges[i][j] = (int) Math.signum(truth[i][j]);
            }
        }
        return new Connectivity.Posterior(weights, deviation, new double[N][N], edges, Optional.empty());
    }

    @Test
    void givenErrorsOfTheModels_whenTwoOfThemAreCompared_thenTheirSumIsFoundWhateverTheUnit() {
        Connectivity a = seen(1, 0.15);
        Connectivity b = seen(0.06, 0.2);
        double found = Disagreement.relative(a, b);
        // with equal errors, the variance of the log ratios less that by chance
        double[] logs = new double[N * N];
        int count = 0;
        for (int p = 0; p < N * N; p++) {
            if (truth[p / N][p % N] != 0) {
                logs[count++] = Math.log(a.weights()[p / N][p % N] / b.weights()[p / N][p % N]);
            }
        }
        double excess = new Variance().evaluate(logs, 0, count) - 2 * ERROR * ERROR;
        assertEquals(Math.sqrt(excess), found, 1e-9);
        assertEquals(Math.hypot(0.15, 0.2), found, 0.04);
    }

    @Test
    void givenErrorsByChanceAlone_whenTwoMethodsAreCompared_thenNextToNothingIsAdded() {
        assertTrue(Disagreement.relative(seen(1, 0), seen(3, 0)) < 0.03);
    }

    @Test
    void givenAModelWhoseShapeIsWrong_whenItIsWidened_thenItsIntervalsHoldTheTruthAsOftenAsTheySay() {
        Connectivity wrong = seen(1, 0.2);
        double relative = Disagreement.relative(wrong, seen(2, 0));
        double narrow = held(wrong);
        double wide = held(Disagreement.widened(wrong, relative));
        assertTrue(narrow < 0.5, "held by errors by chance " + narrow);
        assertTrue(wide > 0.85 && wide < 0.95, "held by wider ones " + wide);
    }

    /** How many synapses lie in their intervals of 90 %. */
    private double held(Connectivity posterior) {
        double inside = 0;
        double all = 0;
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                if (truth[i][j] != 0) {
                    double away = Math.abs(posterior.weights()[i][j] - truth[i][j]);
                    inside += away < 1.645 * posterior.deviation().orElseThrow()[i][j] ? 1 : 0;
                    all++;
                }
            }
        }
        return inside / all;
    }

    @Test
    void givenFewSynapsesInCommon_whenCompared_thenTheyTellNothing() {
        Connectivity a = seen(1, 0.3);
        double[][] none = new double[N][N];
        Connectivity b = new Connectivity.Posterior(none, none, none, new int[N][N], Optional.empty());
        assertEquals(0, Disagreement.relative(a, b));
    }
}
