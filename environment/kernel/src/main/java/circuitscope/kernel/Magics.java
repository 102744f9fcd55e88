package circuitscope.kernel;

import com.google.gson.JsonParseException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines of a cell that begin with %: those of IJava that change the class path, %load, and %time. */
final class Magics {

    private static final String KNOWN = "%maven, %jars, %classpath, %load or %time";

    private final Evaluator evaluator;

    Magics(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /**
     * Runs a magic.
     *
     * @param code the line with its percent sign
     * @param cell the cell it stands in
     * @param line its line there
     * @return the value of the last cell that {@code %load} ran, else null
     * @throws CellFailure if the magic isn't known or fails
     */
    Object run(String code, CellSource cell, int line) throws CellFailure {
        List<String> words = List.of(code.substring(1).strip().split("\\s+"));
        List<String> arguments = words.subList(1, words.size());
        try {
            switch (words.get(0)) {
                case "maven", "addMavenDependency", "addMavenDependencies" -> maven(arguments);
                case "jars", "classpath", "addJars" -> classPath(arguments);
                case "load" -> {
                    return load(arguments, cell);
                }
                case "time" -> {
                    return time(
                            code.substring(1).strip().substring("time".length()).strip(), cell);
                }
                default ->
                    throw new IllegalArgumentException(
                            "%" + words.get(0) + " isn't known here, expected " + KNOWN + ".");
            }
            return null;
        } catch (IllegalArgumentException | IOException | JsonParseException e) {
            throw CellFailure.at(cell, line, "MagicError", e.getMessage());
        }
    }

    private void classPath(List<String> arguments) {
        for (String argument : some(arguments, "%jars libraries/*.jar")) {
            for (String entry : argument.split(File.pathSeparator)) {
                evaluator.addToClassPath(Settings.files(entry));
            }
        }
    }

    private Object load(List<String> arguments, CellSource cell) throws IOException, CellFailure {
        Object value = null;
        for (String argument : some(arguments, "%load definitions.java")) {
            Path file = Path.of(argument);
            if (!Files.isRegularFile(file)) {
                throw new IllegalArgumentException("%load " + argument + ": no such file, looked from "
                        + Path.of("").toAbsolutePath() + ".");
            }
            List<String> sources =
                    argument.endsWith(".ipynb") ? Notebook.read(file).code() : List.of(Files.readString(file));
            for (String source : sources) {
                try {
                    value = evaluator.include(source, cell.number());
                } catch (CellFailure e) {
                    throw new IllegalArgumentException(
                            "%load " + argument + ": " + e.name() + ": " + e.getMessage(), e);
                }
            }
        }
        return value;
    }

    /** Evaluates what stands behind the magic, and prints the wall time that it took. */
    private Object time(String source, CellSource cell) throws CellFailure {
        if (source.isEmpty()) {
            throw new IllegalArgumentException(
                    "%time stands before the statement that is timed, for example %time new Glm().fit(recording).");
        }
        long start = System.nanoTime();
        try {
            return evaluator.include(source, cell.number());
        } finally {
            System.out.printf(Locale.ROOT, "%.3f s%n", (System.nanoTime() - start) / 1e9);
        }
    }

    /** Adds libraries of Maven Central with all that they need, through Maven itself. */
    private void maven(List<String> arguments) throws IOException {
        StringBuilder dependencies = new StringBuilder();
        for (String coordinates : some(arguments, "%maven org.apache.commons:commons-math3:3.6.1")) {
            String[] parts = coordinates.split(":");
            if (parts.length != 3 || !coordinates.matches("[\\w.:-]+")) {
                throw new IllegalArgumentException("%maven " + coordinates
                        + ": expected group:artifact:version, such as com.google.guava:guava:33.0.0-jre.");
            }
            dependencies.append(
                    "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"
                            .formatted((Object[]) parts));
        }
        Path folder = Files.createTempDirectory("circuitscope-maven");
        Path pom = folder.resolve("pom.xml");
        Path found = folder.resolve("class-path");
        Path log = folder.resolve("log");
        Files.writeString(
                pom,
                "<project><modelVersion>4.0.0</modelVersion><groupId>cell</groupId><artifactId>cell</artifactId>"
                        + "<version>1</version><packaging>pom</packaging><dependencies>" + dependencies
                        + "</dependencies></project>");
        try {
            Process maven = new ProcessBuilder(
                            System.getProperty("circuitscope.maven", "mvn"),
                            "-q",
                            "-B",
                            "-f",
                            pom.toString(),
                            "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath",
                            "-Dmdep.outputFile=" + found)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            maven.getOutputStream().close();
            if (maven.waitFor() != 0) {
                throw new IllegalArgumentException(
                        "%maven " + String.join(" ", arguments) + ": " + firstError(Files.readString(log)));
            }
            List<Path> jars = new ArrayList<>();
            for (String jar : Files.readString(found).strip().split(File.pathSeparator)) {
                jars.add(Path.of(jar));
            }
            evaluator.addToClassPath(jars);
        } catch (InterruptedException e) {
            throw new IllegalArgumentException("%maven was interrupted.", e);
        } finally {
            for (Path file : List.of(pom, found, log, folder)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static String firstError(String log) {
        return log.lines()
                .filter(l -> l.startsWith("[ERROR]"))
                .map(l -> l.substring("[ERROR]".length()).strip())
                .findFirst()
                .orElse("Maven failed without a message.");
    }

    private static List<String> some(List<String> arguments, String example) {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("The magic has no argument, expected for example " + example + ".");
        }
        return arguments;
    }
}
