package circuitscope.headdirection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.InputException;
import org.junit.jupiter.api.Test;

class RingPlacesTest {
    @Test
    void givenDirections_whenPlacedOnARing_thenEachTakesTheNearestPlaceAroundTheEndToo() {
        double degree = Math.PI / 180;
        RingPlaces places = RingPlaces.of(new double[] {350 * degree, 3 * degree, 91 * degree, -50 * degree}, 36);

        assertArrayEquals(new int[] {35, 0, 9, 31}, places.place());
    }

    @Test
    void givenCellsThatWantOnePlace_whenPlaced_thenTheFartherOneTakesTheNearestFreeOne() {
        double step = 2 * Math.PI / 10;
        RingPlaces places = RingPlaces.of(new double[] {3.4 * step, 3.1 * step, 2.8 * step, 3.3 * step}, 10);

        // 3.1 is nearest to 3, then 2.8 finds it taken and 2 is nearest, then 3.3 takes 4, and 3.4 is left with 5
        assertArrayEquals(new int[] {5, 3, 2, 4}, places.place());
    }

    @Test
    void givenWeightsOfCells_whenPutInOrder_thenRowsAndColumnsFollowThePlaces() {
        RingPlaces places = new RingPlaces(new int[] {7, 2, 5}, 10);
        double[][] weights = {{0, 1, 2}, {3, 0, 4}, {5, 6, 0}};

        assertArrayEquals(new int[] {2, 5, 7}, places.increasing());
        assertArrayEquals(new double[][] {{0, 4, 3}, {6, 0, 5}, {1, 2, 0}}, places.inOrder(weights));
    }

    @Test
    void givenMoreCellsThanPlacesOrNoDirection_whenPlaced_thenOneSentenceSaysSo() {
        assertThrows(InputException.class, () -> RingPlaces.of(new double[4], 3));
        assertEquals(
                "Cell 1 prefers NaN rad, expected a direction; leave out cells without one.",
                assertThrows(InputException.class, () -> RingPlaces.of(new double[] {0, Double.NaN}, 10))
                        .getMessage());
    }
}
