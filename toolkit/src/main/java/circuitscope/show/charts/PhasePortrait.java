package circuitscope.show.charts;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.Trajectories;
import circuitscope.lowrank.VectorField;
import java.util.ArrayList;
import java.util.List;

/** The plane of two latent variables: where trajectories go, and where they end. */
public final class PhasePortrait {
    private static final int SIDE = 7;
    private static final int STEPS = 150;
    private static final double STEP = 0.1;
    private static final int MOST = 60;

    private PhasePortrait() {}

    /**
     * @param title stands above
     * @param field a field of rank two without inputs
     * @return trajectories from 7 x 7 starts over 15 time constants, and where they end
     * @throws InputException if the field has another rank or inputs
     */
    public static LineChart of(String title, VectorField field) {
        return of(title, Trajectories.along(field, VectorField.grid(TestCase.LIMIT, SIDE), STEPS, STEP, Workers.all()));
    }

    /**
     * @param title stands above
     * @param activity two latent variables over time; of more than 60 starts about 60
     * @return the trajectories, and where they end
     * @throws InputException if there are not two latent variables
     */
    public static LineChart of(String title, Trajectories activity) {
        if (activity.rank() != 2) {
            throw InputException.of("A portrait of %d latent variables, expected 2.", activity.rank());
        }
        List<double[]> points = new ArrayList<>();
        List<double[]> ends = new ArrayList<>();
        int stride = Math.max(1, activity.z().length / MOST);
        for (int s = 0; s < activity.z().length; s += stride) {
            double[][] start = activity.z()[s];
            points.addAll(List.of(start));
            double[] end = start[start.length - 1];
            // a line is broken where y is no number
            points.add(new double[] {end[0], Double.NaN});
            ends.add(end);
        }
        return LineChart.of(title, "z1", "z2")
                .withLine("paths", column(points, 0), column(points, 1))
                .withPoints("ends", column(ends, 0), column(ends, 1))
                .withEqualScales()
                .withSize(300, 300);
    }

    private static double[] column(List<double[]> rows, int column) {
        return rows.stream().mapToDouble(row -> row[column]).toArray();
    }
}
