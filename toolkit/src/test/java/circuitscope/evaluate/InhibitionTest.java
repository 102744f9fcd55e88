package circuitscope.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class InhibitionTest {
    @Test
    void givenASimilarity_whenReadAsInhibition_thenTheMostSimilarDistanceIsUncoupledOnAverage() {
        // distance 1: 4, 6, 2 with mean 4; distance 2: 1, 0, 5 with mean 2
        double[][] similarity = {{9, 4, 1}, {0, 9, 6}, {2, 5, 9}};
        double[][] expected = {{0, 0, -3}, {-4, 0, 2}, {-2, 1, 0}};
        double[][] found = Inhibition.of(similarity);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(expected[i], found[i], 1e-12);
        }
    }
}
