package circuitscope.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTailTest {
    // scipy.stats.norm.sf(x)
    @ParameterizedTest
    @CsvSource({
        "-1.5, 0.9331927987311419",
        "0, 0.5",
        "0.1234, 0.45089517853698546",
        "1.5, 0.06680720126885807",
        "3.7, 0.00010779973347738823",
    })
    void givenX_whenTheTailIsComputed_thenItIsThatOfSciPy(double x, double expected) {
        assertEquals(expected, NormalTail.probability(x), 1e-14);
        assertEquals(expected, NormalTail.interpolated(x), 1e-11);
    }
}
