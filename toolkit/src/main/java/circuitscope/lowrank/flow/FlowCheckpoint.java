package circuitscope.lowrank.flow;

import circuitscope.InputException;
import circuitscope.files.Json;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.Parameters;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The state of a training in a file. Single precision numbers are kept exactly, so that it goes on as if never stopped. */
final class FlowCheckpoint {
    private static final String IDENTITY = "identity";

    private final Path path;
    private final String identity;

    FlowCheckpoint(Path path, Examples examples, FlowOptions options, long seed) {
        this.path = path;
        ByteBuffer numbers =
                ByteBuffer.allocate(8 * examples.x().length * (examples.dimensions() + examples.conditionCount()) + 8);
        for (int i = 0; i < examples.x().length; i++) {
            for (double value : examples.x()[i]) {
                numbers.putDouble(value);
            }
            for (double value : examples.conditions()[i]) {
                numbers.putDouble(value);
            }
        }
        numbers.putDouble(examples.noise());
        String all = Json.sha256(numbers.array()) + options + seed;
        identity = Json.sha256(all.getBytes(StandardCharsets.UTF_8));
    }

    void write(FlowState state) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(IDENTITY, NpyArray.text(identity));
        arrays.put("at", NpyArray.of(state.fold(), state.step()));
        arrays.put("losses", NpyArray.of(state.losses()));
        if (state.heldOut().length > 0) {
            arrays.put("held_out", NpyArray.of(state.heldOut()));
        }
        put(arrays, "p.", state.parameters());
        put(arrays, "m.", state.adam().mean());
        put(arrays, "v.", state.adam().square());
        NpzFile.write(path, arrays);
    }

    Optional<FlowState> read() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        NpzFile file = NpzFile.read(path);
        if (!file.names().contains(IDENTITY)
                || !identity.equals(file.require(IDENTITY).text())) {
            throw InputException.of(
                    "%s is not a checkpoint of this flow with these options; name another file, or delete it to begin anew.",
                    path);
        }
        int[] at = file.require("at").ints();
        return Optional.of(new FlowState(
                at[0],
                at[1],
                arrays(file, "p."),
                new Adam(arrays(file, "m."), arrays(file, "v.")),
                file.require("losses").doubles(),
                file.find("held_out").map(NpyArray::matrix).orElse(new double[0][])));
    }

    private static Parameters arrays(NpzFile file, String prefix) {
        Parameters p = new Parameters();
        for (String name : file.names()) {
            if (name.startsWith(prefix)) {
                p.put(name.substring(prefix.length()), file.require(name).floats());
            }
        }
        return p;
    }

    private static void put(Map<String, NpyArray> arrays, String prefix, Parameters values) {
        for (String name : values.names()) {
            arrays.put(prefix + name, NpyArray.of(values.get(name)));
        }
    }
}
