package circuitscope.cli;

import circuitscope.InputException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** What a command tells, as JSON. */
final class Report {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Report() {}

    static String json(Map<String, Object> report) {
        try {
            return MAPPER.writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report of numbers and text is always valid JSON.", e);
        }
    }

    static void print(CommandSpec spec, Map<String, Object> report) {
        spec.commandLine().getOut().print(json(report));
        spec.commandLine().getOut().flush();
    }

    /** Fails before the work is done rather than after it. */
    static void requireWritable(Path out) {
        Path folder = out.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw InputException.of("%s can't be written: %s is not a folder that can be written to.", out, folder);
        }
        if (Files.isDirectory(out)) {
            throw InputException.of("%s can't be written: it is a folder; give the name of a file.", out);
        }
    }
}
