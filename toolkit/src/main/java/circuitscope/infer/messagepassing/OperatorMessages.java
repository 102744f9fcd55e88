package circuitscope.infer.messagepassing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.engine.Graph;
import circuitscope.spikes.Recording;
import circuitscope.spikes.SpikeHistory;
import java.util.List;

/**
 * Encoder and messages with the engine's operators alone, as the equations are written: windows of spike counts, phi on the
 * concatenation of every pair, the sum at the end. What {@link MessagePassing} is compared with.
 */
final class OperatorMessages {
    /** Parameters that get gradients here. */
    static final List<String> NAMES = List.of(
            Layers.KERNEL,
            Layers.KERNEL_BIAS,
            Layers.NORM_SCALE,
            Layers.NORM_SHIFT,
            Layers.PHI_TARGET,
            Layers.PHI_SENDER,
            Layers.PHI_BIAS,
            Layers.PHI_OUT);

    private final Recording recording;
    private final Architecture shape;
    private final int n;
    private final int d;
    private final int size;
    private final int bins;
    private final int binSteps;

    OperatorMessages(Recording recording, Architecture shape) {
        this.recording = recording;
        this.shape = shape;
        n = recording.neurons();
        d = shape.kernels();
        size = shape.messageSize();
        bins = shape.bins(recording.dtMs());
        binSteps = shape.binSteps(recording.dtMs());
    }

    /**
     * Summed messages and states.
     *
     * @param message sum over j of w_ij m_ij, shape (rows, D)
     * @param state h_i, shape (rows, d)
     */
    record Summed(NDArray message, NDArray state) {}

    Summed of(Graph graph, RowBatch batch, Parameters p, NDArray w) {
        int times = batch.step().length;
        int rows = batch.rows();
        NDArray drive = graph.constant(counts(batch), (long) times * n, bins)
                .matMul(graph.leaf(Layers.KERNEL, p.get(Layers.KERNEL), bins, d))
                .add(graph.leaf(Layers.KERNEL_BIAS, p.get(Layers.KERNEL_BIAS), d));
        NDArray h = Activation.relu(drive)
                .sub(graph.constant(p.get(Layers.NORM_MEAN), d))
                .div(graph.constant(p.get(Layers.NORM_DEVIATION), d))
                .mul(graph.leaf(Layers.NORM_SCALE, p.get(Layers.NORM_SCALE), d))
                .add(graph.leaf(Layers.NORM_SHIFT, p.get(Layers.NORM_SHIFT), d));
        int[] timeOf = new int[rows];
        int[] targetOf = new int[rows];
        int[] own = new int[rows];
        for (int k = 0; k < times; k++) {
            for (int row = batch.firstRow()[k]; row < batch.firstRow()[k + 1]; row++) {
                timeOf[row] = k;
                targetOf[row] = batch.target()[k] == RowBatch.ALL ? row - batch.firstRow()[k] : batch.target()[k];
                own[row] = k * n + targetOf[row];
            }
        }
        NDArray state = rows(graph, h, own, d);
        NDArray others =
                rows(graph, h.reshape(times, (long) n * d), timeOf, n * d).reshape(rows, n, d);
        NDArray ofSender = graph.leaf(Layers.PHI_SENDER, p.get(Layers.PHI_SENDER), size, d);
        NDArray ofTarget = graph.leaf(Layers.PHI_TARGET, p.get(Layers.PHI_TARGET), size, d);
        NDArray hidden = shape.messages() == Architecture.Messages.PAIR
                ? state.expandDims(1)
                        .repeat(1, n)
                        .concat(others, 2)
                        .matMul(ofTarget.concat(ofSender, 1).transpose())
                : others.matMul(ofSender.transpose());
        NDArray messages = Activation.relu(hidden.add(graph.leaf(Layers.PHI_BIAS, p.get(Layers.PHI_BIAS), size)));
        NDList out = graph.leaf(Layers.PHI_OUT, p.get(Layers.PHI_OUT), size, size + 1)
                .split(new long[] {size}, 1);
        NDArray each = messages.matMul(out.get(0).transpose()).add(out.get(1).squeeze(1));
        NDArray weights = rows(graph, w, targetOf, n).expandDims(2);
        return new Summed(each.mul(weights).sum(new int[] {1}), state);
    }

    private static NDArray rows(Graph graph, NDArray from, int[] which, int columns) {
        return from.gather(graph.indices(which, columns), 0);
    }

    private float[] counts(RowBatch batch) {
        float[] counts = new float[batch.step().length * n * bins];
        SpikeHistory history = new SpikeHistory(recording, bins * binSteps);
        for (int k = 0; k < batch.step().length; k++) {
            history.moveTo(batch.step()[k]);
            for (int s = history.firstSpike(); s < history.endSpike(); s++) {
                int bin = (batch.step()[k] - recording.stepOf(s) - 1) / binSteps;
                counts[(k * n + recording.neuronOf(s)) * bins + bin]++;
            }
        }
        return counts;
    }
}
