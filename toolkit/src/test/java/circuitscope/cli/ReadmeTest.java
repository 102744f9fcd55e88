package circuitscope.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.evaluate.CramerRaoLimit;
import circuitscope.experiment.store.OutcomeStore;
import circuitscope.show.Outcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
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
        assertEquals(List.of("simulate", "infer", "evaluate", "limits", "motifs", "lowrank", "experiment"), parsed);
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

    /** Three trials of each model, seeds 11 to 13. */
    @Test
    void givenTheTable_whenComparedToTheOutcomes_thenEveryNumberIsTheirMean() {
        Outcomes all = Outcomes.of(OutcomeStore.ofProject().all());
        List<String> models = List.of("threshold", "lnp");
        row(
                "GNN, Delta",
                "free symmetric pairs",
                models,
                model -> all.trials("gnn-" + model),
                Outcomes::delta,
                trials -> trials.limit(CramerRaoLimit::symmetric));
        row(
                "GNN, Delta",
                "one profile for all",
                models,
                model -> all.trials("gnn-" + model),
                Outcomes::delta,
                trials -> trials.limit(CramerRaoLimit::profile));
        Map.of("GNN steered by an angle, Delta", "driven-gnn-", "GNN with one bump, Delta", "single-bump-gnn-")
                .forEach((name, start) -> row(
                        name,
                        "free symmetric pairs",
                        models,
                        model -> all.trials(start + model),
                        Outcomes::delta,
                        trials -> trials.limit(CramerRaoLimit::symmetric)));
        row(
                "GLM with learned link, Delta",
                "free directed pairs",
                models,
                model -> all.trials("link-glm-" + model),
                Outcomes::delta,
                trials -> trials.limit(CramerRaoLimit::directed));
        row(
                "the same made symmetric, Delta",
                "free symmetric pairs",
                models,
                model -> all.trials("link-glm-" + model),
                trials -> trials.delta(Outcomes::symmetric),
                trials -> trials.limit(CramerRaoLimit::symmetric));
        row(
                "GLM, Delta",
                "free directed pairs",
                models,
                model -> all.trials("glm-" + model),
                Outcomes::delta,
                trials -> trials.limit(CramerRaoLimit::directed));
        for (String method : List.of("GNN", "GLM")) {
            row(
                    method + ", nats/spike",
                    "oracle, same steps",
                    models,
                    model -> all.trials(method.toLowerCase() + "-" + model),
                    Outcomes::testScore,
                    Outcomes::oracle);
        }
    }

    private void row(
            String name,
            String limitIs,
            List<String> models,
            Function<String, Outcomes> trials,
            Function<Outcomes, double[]> ours,
            ToDoubleFunction<Outcomes> limit) {
        String expected = "\\| " + Pattern.quote(name) + " ";
        for (String model : models) {
            Outcomes three = trials.apply(model);
            assertEquals(3, three.all().size(), name);
            double mean = Arrays.stream(ours.apply(three)).average().orElseThrow();
            expected += String.format(Locale.ROOT, "\\| [0-9.–]+ \\| %.3f \\| %.3f ", mean, limit.applyAsDouble(three));
        }
        String row = expected + "\\| " + limitIs + " \\|";
        assertTrue(Pattern.compile(row).matcher(readme).find(), "README has no row " + row);
    }
}
