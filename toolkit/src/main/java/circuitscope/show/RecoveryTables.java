package circuitscope.show;

import circuitscope.InputException;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.VectorField;
import circuitscope.lowrank.fit.Assessment;
import circuitscope.lowrank.fit.Recovery;
import circuitscope.lowrank.inverse.JointSolution;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How near distributions of connectivity that were inferred come to known laws, beside goals and limits. */
public final class RecoveryTables {
    private RecoveryTables() {}

    /**
     * Ridge solution and flows. Two rows are limits: the field of the recorded neurons, which is not that of many; and that of
     * neurons which send the true E[n | m] exactly: who knows this, but p(m) from so many neurons alone, errs by so much on new
     * ones.
     *
     * @param kept outcomes of {@link Recovery}
     * @param trials start of the names of some of them; a hyphen and the seed follow
     * @return their scores
     * @throws InputException if there is no such outcome
     */
    public static TheoryTable ofFits(Findings kept, String trials) {
        Recovery.Options options = kept.options(new Recovery(), trials);
        List<Assessment.Scores> found = kept.trials(new Recovery(), trials);
        long[] seeds = kept.seeds(trials);
        double[] mean = Arrays.stream(seeds)
                .mapToDouble(seed -> errorOfTheMean(options.test(), options.neurons(), seed))
                .toArray();
        return TheoryTable.of(options.test().label() + ", mean ± s.d. of " + seeds.length + " seeds")
                .atMost("limit: field of the network against many neurons", 0.1, found, Assessment.Scores::networkError)
                .atMost("ridge, field, same neurons", 0.02, found, Assessment.Scores::ridgeError)
                .measured("limit: true E[n | m] at the network's m, against many neurons", mean)
                .atMost("ridge, field, new neurons", 0.02, found, Assessment.Scores::ridgeErrorOfOthers)
                .atLeast("ridge, R² of E[n | m]", 0.95, found, Assessment.Scores::ridgeExplained)
                .atMost("flows, field against the network", 0.05, found, Assessment.Scores::flowError)
                .atMost("flows, field against many neurons", 0.08, found, Assessment.Scores::flowErrorOfMany)
                .near("flows, s.d. of n about E[n | m]: 0.9 to 1.15", 1.025, 0.122, found, Assessment.Scores::residual)
                .atMost("flows, MMD² of (m, n)", 0.004, found, Assessment.Scores::discrepancy)
                .atMost("the same over that of shuffled n", 0.2, found, one -> one.discrepancy() / one.shuffled());
    }

    private static double errorOfTheMean(TestCase test, int neurons, long seed) {
        Loadings some = test.law().average(test.law().draw(neurons, seed));
        return test.manyNeurons().relativeError(LowRankNetwork.of(some), TestCase.starts());
    }

    /**
     * Joint maximum entropy for laws with m ~ N(0, I) and E[n | m] = S m, for which the conditional solution has the divergence
     * |S|^2 / (2 sigma^2).
     *
     * @param solutions solution for the field of many neurons with each law
     * @return divergences, errors of Cov(n, m) = S, and errors of the field up to |z| = 2.1
     */
    public static TheoryTable ofJoint(Map<TestCase, JointSolution> solutions) {
        TheoryTable table = TheoryTable.of("Joint maximum entropy");
        for (Map.Entry<TestCase, JointSolution> entry : solutions.entrySet()) {
            String law = entry.getKey().label();
            VectorField many = entry.getKey().manyNeurons();
            JointSolution joint = entry.getValue();
            double[][] slope = many.slope(new double[2]);
            double[][] found = joint.covarianceOfSentAndReceived();
            double squares = 0;
            double farthest = 0;
            for (int r = 0; r < 2; r++) {
                for (int s = 0; s < 2; s++) {
                    squares += slope[r][s] * slope[r][s];
                    farthest = Math.max(farthest, Math.abs(slope[r][s] - found[r][s]));
                }
            }
            double conditional = squares / (2 * joint.sigma() * joint.sigma());
            table = table.atMost(law + ", KL divergence, at most the conditional one", conditional, joint.divergence())
                    .atMost(law + ", largest error of Cov(n, m)", 1e-3, farthest)
                    .atMost(
                            law + ", field error, |z| up to 2.1",
                            1e-3,
                            many.relativeError(joint, VectorField.grid(1.5, 12)));
        }
        return table;
    }
}
