package circuitscope.spikes;

import circuitscope.InputException;

/**
 * What is known of one recorded cell besides its spikes. What is not known is an empty text, an empty array or NaN.
 *
 * @param label its name, such as "shank 2, unit 7"
 * @param region brain region
 * @param type cell type, such as "excitatory"
 * @param positionUm place in space in micrometres, shape (0 to 3 axes)
 * @param preferredRadians preferred angle in rad, such as a head direction
 */
public record Cell(String label, String region, String type, double[] positionUm, double preferredRadians) {
    /**
     * @param label its name
     * @param region brain region
     * @param type cell type
     * @param positionUm place in space in micrometres, at most 3 axes
     * @param preferredRadians preferred angle in rad
     * @throws InputException if there are more than 3 axes
     */
    public Cell {
        InputException.requireBetween("Number of axes of a cell's position", positionUm.length, 0, 3);
    }

    /**
     * @param label its name
     * @return a cell of which nothing more is known
     */
    public static Cell of(String label) {
        return new Cell(label, "", "", new double[0], Double.NaN);
    }

    /**
     * @param name brain region
     * @return the same cell in this region
     */
    public Cell inRegion(String name) {
        return new Cell(label, name, type, positionUm, preferredRadians);
    }

    /**
     * @param name cell type, such as "excitatory"
     * @return the same cell of this type
     */
    public Cell ofType(String name) {
        return new Cell(label, region, name, positionUm, preferredRadians);
    }

    /**
     * @param micrometres place in space, at most 3 axes
     * @return the same cell at this place
     */
    public Cell at(double... micrometres) {
        return new Cell(label, region, type, micrometres, preferredRadians);
    }

    /**
     * @param radians preferred angle in rad
     * @return the same cell with this preference
     */
    public Cell preferring(double radians) {
        return new Cell(label, region, type, positionUm, radians);
    }
}
