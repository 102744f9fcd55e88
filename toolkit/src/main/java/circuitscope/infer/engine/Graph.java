package circuitscope.infer.engine;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import circuitscope.infer.arithmetic.Parameters;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One forward and backward pass on the PyTorch engine. All arrays that autograd may look at again are held until the end:
 * the engine does not own the memory of its constants, and a garbage collection between forward and backward would corrupt
 * gradients silently. For the same reason there are no products with Java numbers here, only with arrays.
 */
public final class Graph implements AutoCloseable {
    private static final String THREADS = "ai.djl.pytorch.num_threads";

    static {
        // natives come with the jars, nothing is ever downloaded
        setDefault("ai.djl.offline", "true");
        setDefault("OPT_OUT_TRACKING", "true");
        // one thread: the operators here are small, results do not depend on the machine, and waiting threads would
        // spin
        setDefault(THREADS, "1");
        setDefault("ai.djl.pytorch.num_interop_threads", "1");
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static final ReentrantLock TURN = new ReentrantLock();
    /**
     * The engine sets its number of threads for the thread that starts it; OpenMP keeps one for each thread. In any other a product
     * would be summed by all processors, in another order.
     */
    private static final ThreadLocal<Boolean> SET = ThreadLocal.withInitial(() -> {
        engine();
        JniUtils.setNumThreads(Integer.getInteger(THREADS));
        return true;
    });

    private final NDManager manager = NDManager.newBaseManager();
    private final GradientCollector collector;
    private final List<ByteBuffer> memory = new ArrayList<>();
    private final List<NDArray> held = new ArrayList<>();
    private final Map<String, NDArray> leaves = new LinkedHashMap<>();

    private Graph(GradientCollector collector) {
        SET.get();
        this.collector = collector;
    }

    /**
     * {@return a pass whose leaves get gradients}
     *
     * <p>The engine has one at a time in a process, so other fits wait for their turn.
     *
     * @throws CancellationException if the thread is interrupted while it waits
     */
    public static Graph training() {
        try {
            TURN.lockInterruptibly();
        } catch (InterruptedException e) {
            throw new CancellationException("Stopped while waiting for the engine, because the run was interrupted.");
        }
        try {
            return new Graph(engine().newGradientCollector());
        } catch (RuntimeException | Error e) {
            TURN.unlock();
            throw e;
        }
    }

    /** {@return a pass forward only} */
    public static Graph inference() {
        return new Graph(null);
    }

    private static Engine engine() {
        return Engine.getEngine("PyTorch");
    }

    /**
     * @param values values, row after row
     * @param shape shape of the array
     * @return an array of these values
     */
    public NDArray constant(float[] values, long... shape) {
        ByteBuffer direct = ByteBuffer.allocateDirect(4 * values.length).order(ByteOrder.nativeOrder());
        direct.asFloatBuffer().put(values);
        memory.add(direct);
        return hold(manager.create(direct, new Shape(shape), DataType.FLOAT32));
    }

    /**
     * @param value a value
     * @return an array of it, shape (1)
     */
    public NDArray constant(float value) {
        return constant(new float[] {value}, 1);
    }

    /**
     * @param rows row numbers, shape (rows)
     * @param columns number of columns
     * @return the row numbers, each repeated over the columns: what {@code gather} wants; shape (rows, columns)
     */
    public NDArray indices(int[] rows, int columns) {
        ByteBuffer direct = ByteBuffer.allocateDirect(8 * rows.length * columns).order(ByteOrder.nativeOrder());
        for (int row : rows) {
            for (int c = 0; c < columns; c++) {
                direct.putLong(row);
            }
        }
        direct.rewind();
        memory.add(direct);
        return hold(manager.create(direct, new Shape(rows.length, columns), DataType.INT64));
    }

    /**
     * @param name name by which its gradient will be asked for
     * @param values values, row after row
     * @param shape shape of the array
     * @return an array of these values
     */
    public NDArray leaf(String name, float[] values, long... shape) {
        NDArray leaf = constant(values, shape);
        if (collector != null) {
            leaf.setRequiresGradient(true);
            leaves.put(name, leaf);
        }
        return leaf;
    }

    private NDArray hold(NDArray array) {
        held.add(array);
        return array;
    }

    /**
     * @param value what is differentiated by all leaves, one number
     */
    public void backward(NDArray value) {
        collector.backward(value);
    }

    /**
     * @param name name of a leaf that has a gradient
     * @return its gradient, row after row
     */
    public float[] gradient(String name) {
        try (NDArray gradient = leaves.get(name).getGradient()) {
            return gradient.toFloatArray();
        }
    }

    /**
     * Adds the gradients of some leaves to those of the same name.
     *
     * @param gradient receives the sums
     * @param names names of the leaves; those without a gradient add nothing
     */
    public void addGradients(Parameters gradient, Collection<String> names) {
        for (String name : names) {
            float[] own = gradient.get(name);
            if (!leaves.get(name).hasGradient()) {
                continue;
            }
            float[] more = gradient(name);
            for (int k = 0; k < own.length; k++) {
                own[k] += more[k];
            }
        }
    }

    @Override
    public void close() {
        try {
            if (collector != null) {
                collector.close();
            }
            manager.close();
            held.clear();
            memory.clear();
        } finally {
            if (collector != null) {
                TURN.unlock();
            }
        }
    }
}
