package circuitscope.infer.arithmetic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import circuitscope.RandomStreams;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FusedRowsTest {
    private static float[] random(int count, long seed) {
        UniformRandomProvider random = RandomStreams.of(seed, "test");
        float[] values = new float[count];
        for (int k = 0; k < count; k++) {
            values[k] = 2 * random.nextFloat() - 1;
        }
        return values;
    }

    /** Rows are longer and more than is asked for; what is beyond must stay. */
    @ParameterizedTest
    @CsvSource({"64, 64, 256", "1, 1, 1", "2, 3, 100", "5, 7, 33", "3, 8, 64", "7, 6, 5"})
    void givenAMatrix_whenMultiplied_thenSumsAreThoseOfPlainLoops(int rows, int inner, int count) {
        float[] matrix = random(rows * inner, 1);
        float[][] in = FloatRows.rows(random((Math.max(rows, inner) + 1) * (count + 3), 2), count + 3);
        float[] before = random((Math.max(rows, inner) + 1) * (count + 3), 3);
        float[][] product = FloatRows.rows(before, count + 3);
        float[][] transposed = FloatRows.rows(before, count + 3);
        FusedRows.addProduct(matrix, in, rows, inner, count, product);
        FusedRows.addTransposed(matrix, in, rows, inner, count, transposed);
        for (int i = 0; i < product.length; i++) {
            for (int x = 0; x < count + 3; x++) {
                double sum = before[i * (count + 3) + x];
                double other = sum;
                for (int k = 0; k < inner && i < rows && x < count; k++) {
                    sum += (double) matrix[i * inner + k] * in[k][x];
                }
                for (int r = 0; r < rows && i < inner && x < count; r++) {
                    other += (double) matrix[r * inner + i] * in[r][x];
                }
                assertEquals(sum, product[i][x], 2e-6 * Math.sqrt(inner));
                assertEquals(other, transposed[i][x], 2e-6 * Math.sqrt(rows));
            }
        }
    }
}
