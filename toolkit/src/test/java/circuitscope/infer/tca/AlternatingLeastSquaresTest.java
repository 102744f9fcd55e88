package circuitscope.infer.tca;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.NumberFile;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class AlternatingLeastSquaresTest {
    private static double[][][] gaussianFactors(int[] shape, int rank, long seed) {
        Random random = new Random(seed);
        double[][][] factors = new double[shape.length][rank][];
        for (int axis = 0; axis < shape.length; axis++) {
            for (int r = 0; r < rank; r++) {
                factors[axis][r] =
                        random.doubles(shape[axis], -1, 1).map(v -> v + 0.3).toArray();
            }
        }
        return factors;
    }

    /** Element by element: sum over components of the product of their entries. */
    private static Tensor reconstruction(int[] shape, double[][][] factors) {
        double[] values = new double[Tensor.size(shape)];
        for (int at = 0; at < values.length; at++) {
            for (int r = 0; r < factors[0].length; r++) {
                double product = 1;
                int rest = at;
                for (int axis = shape.length - 1; axis >= 0; axis--) {
                    product *= factors[axis][r][rest % shape[axis]];
                    rest /= shape[axis];
                }
                values[at] += product;
            }
        }
        return new Tensor(shape, values);
    }

    private static Tensor random(int[] shape, long seed) {
        return new Tensor(shape, new Random(seed).doubles(Tensor.size(shape)).toArray());
    }

    private static AlternatingLeastSquares start(Tensor tensor, int rank, long seed) {
        return AlternatingLeastSquares.random(tensor, rank, RandomSource.XO_SHI_RO_256_PP.create(seed));
    }

    @Test
    void givenASmallTensor_whenMultipliedByAKhatriRaoProduct_thenTheResultIsTheOneByHand() {
        // X[i][j][k] = 1 .. 8; u = (1, 2), (0, 1) along j; v = (1, 1), (3, -1) along k
        Tensor tensor = new Tensor(new int[] {2, 2, 2}, new double[] {1, 2, 3, 4, 5, 6, 7, 8});
        double[][][] factors = {
            {{1, 10}, {1, 0}},
            {{1, 2}, {0, 1}},
            {{1, 1}, {3, -1}}
        };
        KhatriRaoProducts products = new KhatriRaoProducts(tensor);
        // i = 0: (1 + 2) + 2 (3 + 4) = 17 and 3 * 3 - 4 = 5; i = 1: (5 + 6) + 2 (7 + 8) = 41 and 3 * 7 - 8 = 13
        assertArrayEquals(new double[][] {{17, 41}, {5, 13}}, products.along(0, factors));
        // j = 0: (1 + 2) + 10 (5 + 6) = 113 and 3 * 1 - 2 = 1; j = 1: (3 + 4) + 10 (7 + 8) = 157 and 3 * 3 - 4 = 5
        assertArrayEquals(new double[][] {{113, 157}, {1, 5}}, products.along(1, factors));
        // k = 0: 1 + 2 * 3 + 10 (5 + 2 * 7) = 197 and 3; k = 1: 2 + 2 * 4 + 10 (6 + 2 * 8) = 230 and 4
        assertArrayEquals(new double[][] {{197, 230}, {3, 4}}, products.along(2, factors));
    }

    @Test
    void givenTensorsOfThreeToFiveAxes_whenMultiplied_thenEveryAxisAgreesWithPlainLoops() {
        for (int[] shape : new int[][] {{3, 5, 2}, {2, 3, 4}, {4, 2, 2, 6}, {3, 2, 4, 2, 3}}) {
            Tensor tensor = random(shape, 1);
            double[][][] factors = gaussianFactors(shape, 3, 2);
            KhatriRaoProducts products = new KhatriRaoProducts(tensor);
            for (int axis = 0; axis < shape.length; axis++) {
                double[][] expected = new double[3][shape[axis]];
                for (int at = 0; at < tensor.values().length; at++) {
                    int[] index = index(at, shape);
                    for (int r = 0; r < 3; r++) {
                        double product = tensor.values()[at];
                        for (int other = 0; other < shape.length; other++) {
                            product *= other == axis ? 1 : factors[other][r][index[other]];
                        }
                        expected[r][index[axis]] += product;
                    }
                }
                double[][] found = products.along(axis, factors);
                for (int r = 0; r < 3; r++) {
                    assertArrayEquals(expected[r], found[r], 1e-12, Arrays.toString(shape) + ", axis " + axis);
                }
            }
        }
    }

    private static int[] index(int at, int[] shape) {
        int[] index = new int[shape.length];
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index[axis] = at % shape[axis];
            at /= shape[axis];
        }
        return index;
    }

    @Test
    void givenAFactorThatChanged_whenMultipliedAgain_thenNothingOldIsUsed() {
        int[] shape = {4, 6, 3};
        Tensor tensor = random(shape, 3);
        double[][][] factors = gaussianFactors(shape, 2, 4);
        KhatriRaoProducts kept = new KhatriRaoProducts(tensor);
        kept.along(0, factors);
        kept.along(1, factors);
        for (int i = 0; i < 6; i++) {
            factors[1][1][i] *= -2.5;
        }
        kept.scale(1, 1, -2.5);
        factors[0][0][2] += 1;
        kept.forget(0);
        for (int axis = 0; axis < 3; axis++) {
            double[][] fresh = new KhatriRaoProducts(tensor).along(axis, factors);
            double[][] found = kept.along(axis, factors);
            for (int r = 0; r < 2; r++) {
                assertArrayEquals(fresh[r], found[r], 1e-12);
            }
        }
    }

    @Test
    void givenAnyTensor_whenSwept_thenTheErrorNeverRisesAndIsThatOfTheReconstruction() {
        for (int[] shape : new int[][] {{6, 8, 4}, {4, 5, 3, 6}}) {
            for (int rank : new int[] {1, 2, 5}) {
                Tensor tensor = random(shape, 5);
                AlternatingLeastSquares fit = start(tensor, rank, 6);
                double before = Double.POSITIVE_INFINITY;
                for (int sweep = 0; sweep < 40; sweep++) {
                    double error = fit.sweep();
                    assertTrue(error <= before * (1 + 1e-12), Arrays.toString(shape) + ", rank " + rank);
                    assertEquals(error(tensor, fit.factors()), error, 1e-9);
                    before = error;
                }
            }
        }
    }

    private static double error(Tensor tensor, double[][][] factors) {
        Tensor found = reconstruction(tensor.shape(), factors);
        double square = 0;
        for (int at = 0; at < found.values().length; at++) {
            square += Math.pow(tensor.values()[at] - found.values()[at], 2);
        }
        return Math.sqrt(square / tensor.squaredNorm());
    }

    @Test
    void givenPlantedComponents_whenSwept_thenTheyAreFoundUpToOrderScaleAndSign() {
        for (int[] shape : new int[][] {{10, 30, 6}, {6, 8, 5, 7}}) {
            double[][][] planted = gaussianFactors(shape, 3, 7);
            AlternatingLeastSquares fit = start(reconstruction(shape, planted), 3, 8);
            double error = 1;
            for (int sweep = 0; sweep < 1000 && error > 1e-6; sweep++) {
                error = fit.sweep();
            }
            assertEquals(0, error, 1e-6);
            assertEquals(1, bestMatch(planted, fit.factors()), 1e-6);
        }
    }

    /** Best permutation's worst product of absolute cosines over the axes. */
    private static double bestMatch(double[][][] planted, double[][][] found) {
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        return Stream.of(orders)
                .mapToDouble(order -> {
                    double worst = 1;
                    for (int r = 0; r < 3; r++) {
                        double match = 1;
                        for (int axis = 0; axis < planted.length; axis++) {
                            match *= Math.abs(cosine(planted[axis][r], found[axis][order[r]]));
                        }
                        worst = Math.min(worst, match);
                    }
                    return worst;
                })
                .max()
                .orElseThrow();
    }

    private static double cosine(double[] a, double[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    @Test
    void givenATensorOfRankOne_whenFittedWithThree_thenTheSingularProblemStillHasAnAnswer() {
        int[] shape = {5, 7, 4};
        AlternatingLeastSquares fit = start(reconstruction(shape, gaussianFactors(shape, 1, 9)), 3, 10);
        double error = 1;
        for (int sweep = 0; sweep < 50; sweep++) {
            error = fit.sweep();
        }
        assertEquals(0, error, 1e-6);
    }

    @Test
    void givenTheStartOfNumPy_whenSwept_thenErrorsAndReconstructionAgree() {
        Map<String, double[][]> blocks = NumberFile.blocks(AlternatingLeastSquaresTest.class, "cp_sweeps.csv");
        int[] shape = {5, 7, 4};
        double[] values =
                Stream.of(blocks.get("X")).flatMapToDouble(Arrays::stream).toArray();
        double[][][] factors = {blocks.get("factor 0"), blocks.get("factor 1"), blocks.get("factor 2")};
        AlternatingLeastSquares fit = new AlternatingLeastSquares(new Tensor(shape, values), factors);
        for (double expected : blocks.get("error")[0]) {
            assertEquals(expected, fit.sweep(), 1e-9);
        }
        double[] expected = Stream.of(blocks.get("reconstruction"))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        assertArrayEquals(expected, reconstruction(shape, fit.factors()).values(), 1e-8);
    }
}
