package circuitscope.show.charts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void numbersAreShortAndExact() {
        assertEquals("0", Axis.number(0));
        assertEquals("20", Axis.number(20));
        assertEquals("100000", Axis.number(100_000.04));
        assertEquals("0.3", Axis.number(0.1 + 0.2));
        assertEquals("\u22120.004", Axis.number(-0.004));
        assertEquals("0.0001", Axis.number(1e-4));
        assertEquals("2e\u22125", Axis.number(2e-5));
        assertEquals("1.5e7", Axis.number(1.5e7));
    }

    @Test
    void anAxisThatRunsDownwardLabelsItsValuesNotItsCoordinates() {
        Axis rows = Axis.indices("row", 100).turned();
        assertEquals(-99.5, rows.low());
        assertEquals(0.5, rows.high());
        assertEquals("80", rows.tick(-80));
        assertEquals("0", rows.tick(-0.0));
        assertEquals("0", Axis.of("t", 0, 5).tick(1e-17));
    }

    @Test
    void thingsThatAreCountedHaveNoLabelBetweenThem() {
        Axis two = Axis.indices("neuron", 2);
        assertEquals("1", two.tick(1));
        assertEquals("", two.tick(0.5).strip());
        assertNotEquals(two.tick(0.5), two.tick(1.5));
    }
}
