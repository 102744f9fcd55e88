package circuitscope.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A notebook file of format 4. */
final class Notebook {

    static final Gson GSON = new GsonBuilder()
            .disableHtmlEscaping()
            .serializeNulls()
            .setPrettyPrinting()
            .create();

    private final JsonObject json;
    private final List<JsonObject> codeCells = new ArrayList<>();

    private Notebook(JsonObject json) {
        this.json = json;
        for (JsonElement cell : json.getAsJsonArray("cells")) {
            JsonObject object = cell.getAsJsonObject();
            if (object.get("cell_type").getAsString().equals("code")
                    && !source(object).isBlank()) {
                codeCells.add(object);
            }
        }
    }

    static Notebook read(Path file) throws IOException {
        try {
            return new Notebook(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            throw new IllegalArgumentException(
                    file + " isn't a notebook: expected JSON of notebook format 4 with cells, found otherwise.", e);
        }
    }

    /** Returns the sources of the code cells that aren't empty. */
    List<String> code() {
        return codeCells.stream().map(Notebook::source).toList();
    }

    /** Puts the outputs below a code cell. */
    void outputs(int index, JsonArray outputs) {
        codeCells.get(index).add("outputs", outputs);
        codeCells.get(index).addProperty("execution_count", index + 1);
    }

    /** Writes the file whole or not at all. */
    void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        Path whole = Files.createTempFile(folder, ".notebook", ".ipynb");
        try {
            Files.writeString(whole, GSON.toJson(json) + "\n");
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static String source(JsonObject cell) {
        JsonElement source = cell.get("source");
        if (!source.isJsonArray()) {
            return source.getAsString();
        }
        StringBuilder text = new StringBuilder();
        source.getAsJsonArray().forEach(line -> text.append(line.getAsString()));
        return text.toString();
    }
}
