package circuitscope.infer.messagepassing;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.engine.Graph;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Recording;
import java.util.List;
import java.util.stream.IntStream;

/**
 * f_enc,theta (Eqs. 17 and 18): what an angle theta adds to the state of a target neuron i, h_i = [h_i,x, h_i,theta]. It sees
 * theta - theta_i through its harmonics. A shift b that is common to all neurons turns cosines and sines into each other, so the
 * layer behind them holds it.
 *
 * <ul>
 *   <li>input: rows (neuron, time), states (rows, d)
 *   <li>output: states (rows, d + {@value #SIZE})
 * </ul>
 */
final class AngleEncoder {
    /** Size of h_i,theta. */
    static final int SIZE = 8;

    /** Parameters that get gradients here. */
    static final List<String> NAMES = List.of(Layers.ANGLE, Layers.ANGLE_BIAS);

    private final AngleHarmonics tuning;
    private final double[] preferred;

    AngleEncoder(Recording recording, AngleHarmonics tuning) {
        this.tuning = tuning;
        int n = recording.neurons();
        List<Cell> cells = recording.cells();
        boolean known = cells.size() == n && cells.stream().allMatch(cell -> Double.isFinite(cell.preferredRadians()));
        preferred = IntStream.range(0, n)
                .mapToDouble(i -> known ? cells.get(i).preferredRadians() : 2 * Math.PI * i / n)
                .toArray();
    }

    boolean any() {
        return tuning.size() > 0;
    }

    /** States with those of the angle behind them. */
    NDArray join(Graph graph, RowBatch batch, Parameters p, NDArray states) {
        if (!any()) {
            return states;
        }
        NDArray encoder = graph.leaf(Layers.ANGLE, p.get(Layers.ANGLE), SIZE, tuning.size());
        NDArray drive = graph.constant(terms(batch), batch.rows(), tuning.size())
                .matMul(encoder.transpose())
                .add(graph.leaf(Layers.ANGLE_BIAS, p.get(Layers.ANGLE_BIAS), SIZE));
        return states.concat(Activation.relu(drive), 1);
    }

    /** Cosines and sines of the multiples of theta - theta_i, 0 where theta is unknown; shape (rows, terms). */
    float[] terms(RowBatch batch) {
        int size = tuning.size();
        float[] terms = new float[batch.rows() * size];
        for (int k = 0; k < batch.step().length; k++) {
            for (int row = batch.firstRow()[k]; row < batch.firstRow()[k + 1]; row++) {
                int i = batch.target()[k] == RowBatch.ALL ? row - batch.firstRow()[k] : batch.target()[k];
                for (int h = 0; 2 * h < size; h++) {
                    double cosine = tuning.at(batch.step()[k], 2 * h);
                    double sine = tuning.at(batch.step()[k], 2 * h + 1);
                    double ofOwn = Math.cos((h + 1) * preferred[i]);
                    double across = Math.sin((h + 1) * preferred[i]);
                    terms[row * size + 2 * h] = (float) (cosine * ofOwn + sine * across);
                    terms[row * size + 2 * h + 1] = (float) (sine * ofOwn - cosine * across);
                }
            }
        }
        return terms;
    }
}
