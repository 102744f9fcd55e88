package circuitscope.infer.arithmetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class CoordinateDescentTest {
    @Test
    void givenIndependentCoordinates_whenMinimized_thenTheyAreSoftThresholded() {
        double[][] curvature = {{2, 0, 0, 0}, {0, 4, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 5}};
        // minima without penalty: 3, -2, 0.5, 1; a penalty p moves each by p / curvature, at most to 0
        double[] slope = {-6, 8, -0.5, -5};
        double[] found = CoordinateDescent.minimize(curvature, new double[4], slope, new double[] {1, 1, 1, 0}, 1e-12);
        assertArrayEquals(new double[] {2.5, -1.75, 0, 1}, found, 1e-12);
        assertEquals(0, found[2]);
    }

    /** J^T J of a random matrix, so positive definite. */
    private static double[][] curvature(int n, Random random) {
        double[][] j = new double[2 * n][n];
        for (double[] row : j) {
            for (int k = 0; k < n; k++) {
                row[k] = random.nextGaussian();
            }
        }
        RealMatrix matrix = MatrixUtils.createRealMatrix(j);
        return matrix.transpose().multiply(matrix).getData();
    }

    @Test
    void givenCoupledCoordinates_whenMinimizedAgainAndAgain_thenTheConditionsOfAnOptimumHold() {
        Random random = new Random(1);
        int n = 12;
        double[][] curvature = curvature(n, random);
        double[] start = random.doubles(n, -1, 1).toArray();
        double[] slope = random.doubles(n, -20, 20).toArray();
        double[] penalty = random.doubles(n, 0, 20).toArray();
        penalty[3] = 0;
        double[] point = start;
        double[] here = slope;
        for (int round = 0; round < 20; round++) {
            point = CoordinateDescent.minimize(curvature, point, here, penalty, 0);
            here = slope.clone();
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    here[j] += curvature[j][k] * (point[k] - start[k]);
                }
            }
        }
        int zeros = 0;
        for (int j = 0; j < n; j++) {
            if (point[j] == 0) {
                zeros++;
                assertTrue(Math.abs(here[j]) <= penalty[j] + 1e-9);
            } else {
                assertEquals(-penalty[j] * Math.signum(point[j]), here[j], 1e-9);
            }
        }
        assertTrue(zeros > 0 && zeros < n, zeros + " zeros");
    }

    @Test
    void givenNoPenalty_whenMinimizedAgainAndAgain_thenItIsTheSolutionOfTheLinearSystem() {
        Random random = new Random(2);
        int n = 6;
        double[][] curvature = curvature(n, random);
        double[] slope = random.doubles(n, -1, 1).toArray();
        double[] expected = new CholeskyDecomposition(MatrixUtils.createRealMatrix(curvature))
                .getSolver()
                .solve(new ArrayRealVector(slope).mapMultiply(-1))
                .toArray();
        double[] point = new double[n];
        double[] here = slope;
        for (int round = 0; round < 30; round++) {
            point = CoordinateDescent.minimize(curvature, point, here, new double[n], 0);
            here = slope.clone();
            for (int j = 0; j < n; j++) {
                for (int k = 0; k < n; k++) {
                    here[j] += curvature[j][k] * point[k];
                }
            }
        }
        assertArrayEquals(expected, point, 1e-9);
    }
}
