package circuitscope.infer.messagepassing;

import circuitscope.Workers;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.spikes.Recording;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Encoder and messages for a batch, by all workers. The times are cut into a fixed number of lanes, and gradients of the
 * lanes are added in their order, so that results do not depend on the number of threads.
 */
final class MessagePassing {
    /** As many as keep the states of a lane in the cache. */
    static final int LANES = 64;

    private final Workers workers;
    private final List<MessageLane> lanes;
    private final int n;
    private final int d;
    private final int size;
    private float[][] senders;

    MessagePassing(Recording recording, Architecture shape, int count, Workers workers) {
        this.workers = workers.silently();
        n = recording.neurons();
        d = shape.kernels();
        size = shape.messageSize();
        lanes = IntStream.range(0, count)
                .mapToObj(k -> new MessageLane(recording, shape))
                .toList();
    }

    /**
     * What the messages bring to each row.
     *
     * @param sums weighted sums of rectified first layers, and of the weights as the last column, shape (rows, D + 1)
     * @param states state h of each row's target, shape (rows, d)
     */
    record Messages(float[] sums, float[] states) {}

    /**
     * @param batch rows
     * @param p parameters
     * @param w weights w[i][j], flat, shape (N, N), zero diagonal
     * @return sums and states
     */
    Messages forward(RowBatch batch, Parameters p, float[] w) {
        senders = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                senders[j][i] = w[i * n + j];
            }
        }
        Messages messages = new Messages(new float[batch.rows() * (size + 1)], new float[batch.rows() * d]);
        int times = batch.step().length;
        workers.map(lanes.size(), "message passing", k -> {
            lanes.get(k)
                    .forward(
                            batch,
                            k * times / lanes.size(),
                            (k + 1) * times / lanes.size(),
                            p,
                            senders,
                            messages.sums(),
                            messages.states());
            return k;
        });
        return messages;
    }

    /**
     * After {@link #forward} with the same batch and parameters.
     *
     * @param batch rows
     * @param p parameters
     * @param sumGradient gradient of the sums
     * @param stateGradient gradient of the states
     * @param gradient gradients of the encoder and of the first layer of phi are added here
     * @param rowGradients receives the gradient of each time with one target by the weights to it, shape (times, N); null if
     *     not wanted
     * @return gradient of w, flat, shape (N, N)
     */
    float[] backward(
            RowBatch batch,
            Parameters p,
            float[] sumGradient,
            float[] stateGradient,
            Parameters gradient,
            float[][] rowGradients) {
        workers.map(lanes.size(), "message passing", k -> {
            lanes.get(k).clearGradients();
            lanes.get(k).backward(batch, p, senders, sumGradient, stateGradient, rowGradients);
            return k;
        });
        float[] weightGradient = new float[n * n];
        for (MessageLane lane : lanes) {
            gradient.add(lane.gradient());
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < n; i++) {
                    weightGradient[i * n + j] += i == j ? 0 : lane.weightGradient()[j][i];
                }
            }
        }
        return weightGradient;
    }

    /** After {@link #backward}: derivative by a spike at each lag bin, times the weight of its synapse, summed. */
    double[] spikeEffects(RowBatch batch, Parameters p) {
        double[] sum = new double[p.get(Layers.KERNEL).length / d];
        for (MessageLane lane : lanes) {
            double[] part = lane.spikeEffects(batch, p, senders);
            for (int b = 0; b < sum.length; b++) {
                sum[b] += part[b];
            }
        }
        return sum;
    }
}
