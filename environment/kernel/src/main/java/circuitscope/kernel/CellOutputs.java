package circuitscope.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Collects a notebook's outputs as they stand in a notebook file, and echoes them to the terminal. */
final class CellOutputs implements Output {

    private final PrintStream terminal;
    private final Map<String, JsonObject> displayed = new HashMap<>(); // by display id, for later updates
    private JsonArray outputs = new JsonArray();
    private StringBuilder text = new StringBuilder();

    CellOutputs(PrintStream terminal) {
        this.terminal = terminal;
    }

    /** Returns the outputs since the last call. */
    synchronized JsonArray take() {
        endText();
        JsonArray taken = outputs;
        outputs = new JsonArray();
        return taken;
    }

    @Override
    public synchronized void text(boolean error, String more) {
        terminal.print(more);
        String name = error ? "stderr" : "stdout";
        JsonObject last =
                outputs.isEmpty() ? null : outputs.get(outputs.size() - 1).getAsJsonObject();
        if (last == null || !last.has("name") || !last.get("name").getAsString().equals(name)) {
            endText();
            JsonObject stream = output("stream");
            stream.addProperty("name", name);
            stream.addProperty("text", "");
        }
        text.append(more);
    }

    @Override
    public synchronized void display(DisplayData data, boolean update) {
        JsonObject shown = update ? displayed.get(data.getDisplayId()) : null;
        if (shown == null) {
            endText();
            shown = output("display_data");
        }
        put(shown, data);
        displayed.put(data.getDisplayId(), shown);
    }

    synchronized void result(DisplayData data, int count) {
        endText();
        JsonObject result = output("execute_result");
        result.addProperty("execution_count", count);
        put(result, data);
    }

    synchronized void error(CellFailure failure) {
        endText();
        JsonObject error = output("error");
        error.addProperty("ename", failure.name());
        error.addProperty("evalue", failure.getMessage());
        error.add("traceback", Notebook.GSON.toJsonTree(failure.report()));
    }

    private JsonObject output(String type) {
        JsonObject output = new JsonObject();
        output.addProperty("output_type", type);
        outputs.add(output);
        return output;
    }

    private void endText() {
        if (!text.isEmpty()) {
            outputs.get(outputs.size() - 1).getAsJsonObject().addProperty("text", text.toString());
            text = new StringBuilder();
        }
    }

    private void put(JsonObject output, DisplayData data) {
        JsonObject tree = Notebook.GSON.toJsonTree(data).getAsJsonObject();
        JsonObject types = tree.getAsJsonObject("data");
        output.add("data", types);
        output.add("metadata", tree.getAsJsonObject("metadata"));
        JsonElement plain = types.get("text/plain");
        // a table's plain text is its HTML, which nobody wants to read in a terminal
        List<String> rich =
                types.keySet().stream().filter(t -> !t.equals("text/plain")).toList();
        terminal.println(rich.isEmpty() && plain != null ? plain.getAsString() : rich);
    }
}
