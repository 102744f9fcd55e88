package circuitscope.lowrank.inverse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.VectorField;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JointSolutionTest {
    private static final double[][] UNIT = {{1, 0}, {0, 1}};

    private static JointSolution solve(VectorField field, JointSolution.Options options) {
        double[][] points = JointSolution.circles();
        double[][] fields = Arrays.stream(points).map(z -> field.at(z)).toArray(double[][]::new);
        return JointSolution.fit(points, fields, new double[2], UNIT, Nonlinearity.TANH, options);
    }

    /** Divergences that a NumPy prototype found; that of the conditional solution is |S|^2 / (2 sigma^2). */
    @ParameterizedTest
    @CsvSource({"RING, 0.5706, 0.64", "LIMIT_CYCLE, 0.7045, 0.80", "BISTABLE, 0.5093, 0.58"})
    void givenAField_whenSolved_thenItIsLessCommittedThanTheConditionalSolutionAndHasTheFieldAndTheCovariance(
            TestCase test, double divergence, double conditional) {
        VectorField field = test.law().meanField(Nonlinearity.TANH);
        JointSolution joint = solve(field, JointSolution.Options.standard());
        assertTrue(joint.arrived());
        assertEquals(divergence, joint.divergence(), 1e-4);
        assertTrue(joint.divergence() < conditional);
        assertTrue(field.relativeError(joint, VectorField.grid(1.5, 9)) < 1e-3);
        double[][] covariance = joint.covarianceOfSentAndReceived();
        double[][] slope = field.slope(new double[2]);
        for (int r = 0; r < 2; r++) {
            assertArrayEquals(slope[r], covariance[r], 1e-3);
        }
    }

    @Test
    void givenASolution_whenDrawn_thenTheFieldOfTheDrawsIsItsOwn() {
        VectorField field = TestCase.LIMIT_CYCLE.law().meanField(Nonlinearity.TANH);
        JointSolution joint = solve(field, JointSolution.Options.standard());
        Loadings draws = joint.sample(40_000, 1, Workers.all());
        assertTrue(field.relativeError(LowRankNetwork.of(draws), VectorField.grid(1.5, 5)) < 0.03);
        assertArrayEquals(draws.m()[7], joint.sample(40_000, 1, Workers.all()).m()[7]);
    }

    @Test
    void givenALittleNoise_whenSolved_thenTheSolutionIsMoreCommitted() {
        VectorField field = TestCase.RING.law().meanField(Nonlinearity.TANH);
        double wide = solve(field, JointSolution.Options.standard()).divergence();
        double narrow =
                solve(field, JointSolution.Options.standard().withSigma(1)).divergence();
        assertTrue(narrow > 2 * wide, narrow + " " + wide);
        assertThrows(
                InputException.class, () -> JointSolution.Options.standard().withSigma(0));
    }
}
