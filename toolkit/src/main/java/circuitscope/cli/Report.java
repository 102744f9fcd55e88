package circuitscope.cli;

import circuitscope.InputException;
import circuitscope.evaluate.LikelihoodScore;
import circuitscope.evaluate.SplitScores;
import circuitscope.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** What a command tells, as JSON. */
final class Report {
    private Report() {}

    static void print(CommandSpec spec, Map<String, Object> report) {
        spec.commandLine().getOut().print(Json.indented(report));
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

    static Map<String, Object> bySplit(SplitScores scores, Function<LikelihoodScore, Object> figure) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("training", figure.apply(scores.training()));
        figures.put("validation", figure.apply(scores.validation()));
        figures.put("test", figure.apply(scores.test()));
        return figures;
    }
}
