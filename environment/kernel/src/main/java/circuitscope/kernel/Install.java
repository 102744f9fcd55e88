package circuitscope.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the kernel known to Jupyter, with the JDK that runs this class.
 *
 * <p>It gets the name "java". A kernel of this name that isn't ours stays, and ours gets the name "circuitscope".
 */
public final class Install {

    private static final String MAIN = "circuitscope.kernel.Main";

    private Install() {}

    /**
     * Installs the kernel for the user and prints the name it got.
     *
     * @param arguments the class path of the kernel, the command that runs Maven, and the words of the command that runs
     *     Jupyter
     * @throws IOException if Jupyter can't be run
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments.length < 3) {
            System.err.println(
                    "Usage: Install <class path> <maven> <jupyter>..., but got " + arguments.length + " arguments.");
            System.exit(2);
        }
        if (ModuleLayer.boot().findModule("jdk.jshell").isEmpty()) {
            System.err.println("The Java in " + System.getProperty("java.home")
                    + " has no jdk.jshell, so it can't run notebooks: use a whole JDK of version 17 or later.");
            System.exit(1);
        }
        List<String> jupyter = List.of(arguments).subList(2, arguments.length);
        JsonObject known = JsonParser.parseString(call(jupyter, List.of("kernelspec", "list", "--json")))
                .getAsJsonObject()
                .getAsJsonObject("kernelspecs");
        String name = foreign(known, "java") ? "circuitscope" : "java";
        JsonObject wanted = specification(arguments[0], arguments[1]);
        if (!known.has(name) || !covers(known.getAsJsonObject(name).getAsJsonObject("spec"), wanted)) {
            Path folder = Files.createTempDirectory("circuitscope-kernel");
            Path file = folder.resolve("kernel.json");
            try {
                Files.writeString(file, Notebook.GSON.toJson(wanted) + "\n");
                call(
                        jupyter,
                        List.of("kernelspec", "install", "--user", "--replace", "--name", name, folder.toString()));
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        }
        System.out.println(name);
    }

    private static boolean foreign(JsonObject known, String name) {
        return known.has(name) && !known.getAsJsonObject(name).toString().contains(MAIN);
    }

    private static boolean covers(JsonObject found, JsonObject wanted) {
        return wanted.entrySet().stream().allMatch(e -> e.getValue().equals(found.get(e.getKey())));
    }

    static JsonObject specification(String classPath, String maven) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.awt.headless=true");
        command.add("-XX:+UseParallelGC");
        // PyTorch's library
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dcircuitscope.maven=" + maven);
        command.addAll(List.of("-cp", classPath, MAIN, "{connection_file}"));
        JsonArray words = new JsonArray();
        command.forEach(words::add);
        JsonObject specification = new JsonObject();
        specification.add("argv", words);
        specification.addProperty("display_name", "Java");
        specification.addProperty("language", "java");
        specification.addProperty("interrupt_mode", "message");
        return specification;
    }

    private static String call(List<String> command, List<String> arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(command);
        words.addAll(arguments);
        Path errors = Files.createTempFile("circuitscope-kernel", ".log");
        try {
            Process process =
                    new ProcessBuilder(words).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                System.err.println("Jupyter failed at \"" + String.join(" ", words) + "\": "
                        + Files.readString(errors).strip());
                System.exit(1);
            }
            return output;
        } finally {
            Files.deleteIfExists(errors);
        }
    }
}
