package circuitscope.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.util.PathsHandler;

/**
 * What the user sets by environment variables, with the names that IJava uses.
 *
 * @param classPath further entries of the cells' class path, IJAVA_CLASSPATH; the file name may contain * and ?
 * @param compilerOptions options of the Java compiler, IJAVA_COMPILER_OPTS
 * @param startup sources to run before the first cell, the files of IJAVA_STARTUP_SCRIPTS_PATH and then
 *     IJAVA_STARTUP_SCRIPT
 */
record Settings(List<Path> classPath, List<String> compilerOptions, List<String> startup) {

    Settings {
        classPath = List.copyOf(classPath);
        compilerOptions = List.copyOf(compilerOptions);
        startup = List.copyOf(startup);
    }

    static Settings none() {
        return new Settings(List.of(), List.of(), List.of());
    }

    static Settings of(Map<String, String> environment) {
        List<String> startup = new ArrayList<>();
        for (Path script : paths(environment, "IJAVA_STARTUP_SCRIPTS_PATH")) {
            startup.add(read(script));
        }
        String script = environment.getOrDefault("IJAVA_STARTUP_SCRIPT", "");
        if (!script.isBlank()) {
            startup.add(script);
        }
        String options = environment.getOrDefault("IJAVA_COMPILER_OPTS", "").strip();
        return new Settings(
                paths(environment, "IJAVA_CLASSPATH"),
                options.isEmpty() ? List.of() : List.of(options.split("\\s+")),
                startup);
    }

    /** Returns the files that a path with * and ? names. */
    static List<Path> files(String glob) {
        List<Path> files = PathsHandler.resolveGlobs(glob.replace(File.separatorChar, '/'));
        if (files.isEmpty()) {
            throw new IllegalArgumentException("Nothing found at " + glob + ", looked from "
                    + Path.of("").toAbsolutePath() + "; expected a jar or a folder of classes.");
        }
        return files.stream().sorted().toList();
    }

    private static List<Path> paths(Map<String, String> environment, String variable) {
        List<Path> paths = new ArrayList<>();
        for (String entry : PathsHandler.split(environment.getOrDefault(variable, ""))) {
            try {
                paths.addAll(files(entry));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(variable + ": " + e.getMessage(), e);
            }
        }
        return paths;
    }

    private static String read(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new IllegalArgumentException("The startup script " + script + " can't be read: " + e, e);
        }
    }
}
