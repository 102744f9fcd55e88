package circuitscope.lowrank.flow;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.GradientCollector;
import circuitscope.infer.arithmetic.Parameters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The network of a flow in operators of the PyTorch engine, as an oracle and to compare the time. */
final class EngineFlow {
    static {
        // nothing is downloaded, and as elsewhere one thread: waiting ones would spin
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_threads", "1");
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    }

    private final int layers;
    private final List<ByteBuffer> memory = new ArrayList<>();

    EngineFlow(int layers) {
        this.layers = layers;
    }

    /** The engine's loss and gradients; rows are shape (numbers, count). */
    record Back(double loss, Map<String, float[]> gradients) {}

    Back back(Parameters p, float[][] input, float[][] target, int count) {
        memory.clear();
        try (NDManager manager = NDManager.newBaseManager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            Map<String, NDArray> leaves = new LinkedHashMap<>();
            NDArray now = array(manager, flat(input, count), count, input.length);
            for (int layer = 0; layer <= layers; layer++) {
                float[] bias = p.get(VelocityNetwork.biases(layer));
                float[] weights = p.get(VelocityNetwork.weights(layer));
                NDArray w = array(manager, weights, bias.length, weights.length / bias.length);
                NDArray b = array(manager, bias, bias.length);
                w.setRequiresGradient(true);
                b.setRequiresGradient(true);
                leaves.put(VelocityNetwork.weights(layer), w);
                leaves.put(VelocityNetwork.biases(layer), b);
                now = now.matMul(w.transpose()).add(b);
                if (layer < layers) {
                    now = now.mul(Activation.sigmoid(now));
                }
            }
            NDArray difference = now.sub(array(manager, flat(target, count), count, target.length));
            NDArray loss = difference.mul(difference).mean();
            collector.backward(loss);
            Map<String, float[]> gradients = new LinkedHashMap<>();
            leaves.forEach((name, leaf) -> {
                try (NDArray gradient = leaf.getGradient()) {
                    gradients.put(name, gradient.toFloatArray());
                }
            });
            return new Back(loss.getFloat(), gradients);
        }
    }

    /**
     * Matrix products alone, of activity, gradients of activity and gradients of weights.
     *
     * @param sizes numbers of inputs, of units of each layer, and of outputs
     * @return one number of the last product, so that none is left out
     */
    static double products(int batch, int steps, int... sizes) {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray[] activity = new NDArray[sizes.length];
            NDArray[] weights = new NDArray[sizes.length];
            for (int layer = 0; layer < sizes.length; layer++) {
                activity[layer] = manager.ones(new Shape(batch, sizes[layer]));
                weights[layer] = layer == 0 ? null : manager.ones(new Shape(sizes[layer - 1], sizes[layer]));
            }
            double last = 0;
            for (int step = 0; step < steps; step++) {
                for (int layer = 1; layer < sizes.length; layer++) {
                    try (NDArray forward = activity[layer - 1].matMul(weights[layer]);
                            NDArray back = activity[layer].matMul(weights[layer].transpose());
                            NDArray gradient = activity[layer - 1].transpose().matMul(activity[layer])) {
                        last = step == steps - 1
                                ? forward.getFloat(0, 0) + back.getFloat(0, 0) + gradient.getFloat(0, 0)
                                : 0;
                    }
                }
            }
            return last;
        }
    }

    private static float[] flat(float[][] rows, int count) {
        float[] flat = new float[rows.length * count];
        for (int r = 0; r < rows.length; r++) {
            for (int x = 0; x < count; x++) {
                flat[x * rows.length + r] = rows[r][x];
            }
        }
        return flat;
    }

    /** Memory is held until the next call: the engine does not own it. */
    private NDArray array(NDManager manager, float[] values, long... shape) {
        ByteBuffer direct = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder());
        direct.asFloatBuffer().put(values);
        memory.add(direct);
        return manager.create(direct, new Shape(shape), DataType.FLOAT32);
    }
}
