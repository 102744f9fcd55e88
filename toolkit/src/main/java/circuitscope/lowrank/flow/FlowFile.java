package circuitscope.lowrank.flow;

import circuitscope.InputException;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.infer.arithmetic.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/** Flows as arrays of an NPZ file. */
public final class FlowFile {
    private static final String SHAPE = "shape";

    private FlowFile() {}

    /**
     * @param flow a distribution of connectivity
     * @return its arrays by name, to be written with others
     */
    public static Map<String, NpyArray> arrays(ConnectivityFlow flow) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("flow.rank", NpyArray.scalar(flow.rank()));
        arrays.put("flow.varying", NpyArray.of(flow.varying()));
        arrays.put("flow.constant", NpyArray.of(flow.constant()));
        put(arrays, "received.", flow.received());
        put(arrays, "sent.", flow.sent());
        return arrays;
    }

    private static void put(Map<String, NpyArray> arrays, String prefix, Flow flow) {
        FlowOptions options = flow.options();
        Integrator integrator = options.integrator();
        boolean midpoint = integrator instanceof Integrator.Midpoint;
        arrays.put(
                prefix + SHAPE,
                NpyArray.of(
                        flow.dimensions(),
                        flow.conditions(),
                        options.layers(),
                        options.width(),
                        options.steps(),
                        options.batch(),
                        options.folds(),
                        options.base().ordinal(),
                        options.compressed() ? 1 : 0,
                        midpoint ? 0 : 1,
                        flow.steps()));
        arrays.put(
                prefix + "rates",
                NpyArray.of(
                        options.learningRate(),
                        options.weightDecay(),
                        integrator instanceof Integrator.Midpoint steps
                                ? steps.step()
                                : ((Integrator.Adaptive) integrator).tolerance()));
        arrays.put(prefix + "losses", NpyArray.of(flow.losses()));
        if (options.folds() > 0) {
            arrays.put(prefix + "held_out", NpyArray.of(flow.heldOutLosses()));
        }
        put(arrays, prefix + "scaling.", flow.scaling());
        put(arrays, prefix + "condition_scaling.", flow.conditionScaling());
        for (String name : flow.parameters().names()) {
            arrays.put(prefix + "p." + name, NpyArray.of(flow.parameters().get(name)));
        }
    }

    private static void put(Map<String, NpyArray> arrays, String prefix, Scaling scaling) {
        arrays.put(prefix + "compressed", NpyArray.scalar(scaling.compressed() ? 1 : 0));
        arrays.put(prefix + "middle", NpyArray.of(scaling.middle()));
        arrays.put(prefix + "spread", NpyArray.of(scaling.spread()));
        arrays.put(prefix + "mean", NpyArray.of(scaling.mean()));
        arrays.put(prefix + "deviation", NpyArray.of(scaling.deviation()));
    }

    /**
     * @param file a file that holds a distribution of connectivity
     * @return it
     * @throws InputException if an array is missing or has another length
     */
    public static ConnectivityFlow read(NpzFile file) {
        return new ConnectivityFlow(
                flow(file, "received."),
                flow(file, "sent."),
                (int) file.require("flow.rank").scalar(),
                file.require("flow.varying").ints(),
                file.require("flow.constant").doubles());
    }

    private static Flow flow(NpzFile file, String prefix) {
        int[] shape = file.require(prefix + SHAPE).ints();
        double[] rates = file.require(prefix + "rates").doubles();
        if (shape.length != 11 || rates.length != 3 || shape[7] < 0 || shape[7] >= Base.values().length) {
            throw InputException.of(
                    "%s, array '%sshape': found %d numbers, expected 11; write it with this version.",
                    file.path(), prefix, shape.length);
        }
        FlowOptions options = new FlowOptions(
                shape[2],
                shape[3],
                shape[4],
                shape[5],
                rates[0],
                rates[1],
                shape[6],
                Base.values()[shape[7]],
                shape[8] != 0,
                shape[9] == 0 ? Integrator.midpoint(rates[2]) : Integrator.adaptive(rates[2]));
        Parameters parameters = VelocityNetwork.of(shape[0], shape[1], options).initial(0);
        for (String name : parameters.names().toArray(String[]::new)) {
            float[] values = file.require(prefix + "p." + name).floats();
            if (values.length != parameters.get(name).length) {
                throw InputException.of(
                        "%s, array '%sp.%s': found %d numbers, expected %d.",
                        file.path(), prefix, name, values.length, parameters.get(name).length);
            }
            parameters.put(name, values);
        }
        return new Flow(
                shape[0],
                shape[1],
                options,
                parameters,
                scaling(file, prefix + "scaling."),
                scaling(file, prefix + "condition_scaling."),
                shape[10],
                file.require(prefix + "losses").doubles(),
                file.find(prefix + "held_out").map(NpyArray::matrix).orElse(new double[0][]));
    }

    private static Scaling scaling(NpzFile file, String prefix) {
        return new Scaling(
                file.require(prefix + "compressed").scalar() != 0,
                file.require(prefix + "middle").doubles(),
                file.require(prefix + "spread").doubles(),
                file.require(prefix + "mean").doubles(),
                file.require(prefix + "deviation").doubles());
    }
}
