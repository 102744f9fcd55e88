package circuitscope.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What README says is so. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    private final String readme = assertDoesNotThrow(() -> Files.readString(ROOT.resolve("README.md")));

    @Test
    void givenTheCommands_whenParsed_thenTheyAreCommandsOfThisProgram() {
        Matcher commands =
                Pattern.compile("(?m)^environment/circuitscope (.+)$").matcher(readme);
        List<String> parsed = new ArrayList<>();
        while (commands.find()) {
            String[] words = commands.group(1).split(" ");
            Main.commandLine().parseArgs(words);
            parsed.add(words[0]);
        }
        assertEquals(List.of("simulate", "infer", "evaluate", "limits"), parsed);
    }

    @Test
    void givenTheFilesThatAreNamed_whenLookedFor_thenTheyAreThere() {
        List<String> named = new ArrayList<>();
        Matcher links = Pattern.compile("\\]\\(((?!https?:)[^)]+)\\)").matcher(readme);
        while (links.find()) {
            named.add(links.group(1));
        }
        Matcher scripts = Pattern.compile("environment/(check|reproduce|lab|circuitscope)")
                .matcher(readme);
        while (scripts.find()) {
            named.add(scripts.group());
        }
        Matcher folders = Pattern.compile("(?m)^\\| `([a-z]+)/` \\|").matcher(readme);
        while (folders.find()) {
            named.add(folders.group(1));
        }
        assertTrue(named.size() > 8, named.toString());
        for (String name : named) {
            assertTrue(Files.exists(ROOT.resolve(name)), name);
        }
    }

    @Test
    void givenTheMap_whenComparedToTheSources_thenEveryRoomIsOnIt() throws IOException {
        try (var rooms = Files.list(ROOT.resolve("toolkit/src/main/java/circuitscope"))) {
            for (Path room : rooms.filter(Files::isDirectory).toList()) {
                assertTrue(readme.contains("`" + room.getFileName() + "`"), room.toString());
            }
        }
    }

    @Test
    void givenTheTestCommand_whenCiRuns_thenItCallsThisOne() throws IOException {
        assertTrue(readme.contains("environment/check    "));
        assertTrue(Files.readString(ROOT.resolve(".ci/run")).contains("environment/check"));
    }

    /** Reports of the commands in README, run on eight minutes with seed 1. */
    @Test
    void givenTheTable_whenComparedToTheReports_thenEveryNumberIsFromARun() throws IOException {
        for (String model : List.of("threshold", "lnp")) {
            JsonNode glm = report("glm-" + model + ".json");
            JsonNode error = report("glm-" + model + "-evaluation.json");
            JsonNode limits = report("limits-" + model + ".json");
            row(
                    "GLM, Delta, " + ("lnp".equals(model) ? "LNP" : "threshold"),
                    error.get("delta").asDouble(),
                    limits.get("delta_limit_training").get("free_symmetric").asDouble());
            row(
                    "GLM, nats/spike, " + ("lnp".equals(model) ? "LNP" : "threshold"),
                    glm.get("nats_per_spike").get("test").asDouble(),
                    limits.get("oracle_nats_per_spike").get("test").asDouble());
        }
    }

    /** Outcomes of notebook 05, three trials of each model. */
    @Test
    void givenTheTableOfTheNetwork_whenComparedToTheOutcomes_thenEveryNumberIsTheirMean() throws IOException {
        for (String model : List.of("threshold", "lnp")) {
            double delta = 0;
            for (int seed = 1; seed <= 3; seed++) {
                delta += report("gnn-" + model + "-" + seed + ".json")
                                .get("error")
                                .get("delta")
                                .asDouble()
                        / 3;
            }
            row(
                    "GNN, Delta, " + ("lnp".equals(model) ? "LNP" : "threshold"),
                    delta,
                    report("limits-" + model + ".json")
                            .get("delta_limit_training")
                            .get("free_symmetric")
                            .asDouble());
        }
    }

    private static JsonNode report(String name) throws IOException {
        return new ObjectMapper()
                .readTree(ROOT.resolve("data/results").resolve(name).toFile());
    }

    private void row(String name, double ours, double limit) {
        String row = Arrays.stream(readme.split("\n"))
                .filter(line -> line.startsWith("| " + name + " |"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("README has no row " + name));
        String expected = String.format(Locale.ROOT, "| %.3f | %.3f |", ours, limit);
        assertTrue(row.endsWith(expected), row + " should end in " + expected);
    }
}
