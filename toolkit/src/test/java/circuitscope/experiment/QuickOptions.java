package circuitscope.experiment;

import circuitscope.files.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Options of any method with which a test of something else need not wait for long training of large networks. */
public final class QuickOptions {
    private QuickOptions() {}

    /** {@return the standard options as JSON, but for the length of training and the size of what is trained} */
    public static String of(String method) {
        return shortened(Json.tree(Methods.named(method).standard()).deepCopy()).toString();
    }

    private static JsonNode shortened(JsonNode options) {
        if (options instanceof ObjectNode object) {
            if (object.has("most_steps")) {
                object.put("most_steps", 20);
            }
            if (object.has("dimensions")) {
                object.putArray("dimensions").add(2);
            }
            if (object.has("kernels") && object.has("message_size")) {
                object.put("kernels", 4);
                object.put("message_size", 4);
            }
            if (object.has("hidden")) {
                object.put("hidden", 8);
            }
            if (object.has("times") && object.has("epochs")) {
                object.put("times", 100);
                object.put("epochs", 1);
            }
        }
        options.forEach(QuickOptions::shortened);
        return options;
    }
}
