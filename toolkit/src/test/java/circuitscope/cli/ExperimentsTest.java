package circuitscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.files.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExperimentsTest {
    /** Three networks; and a fit whose data is not there. */
    private static final String LIST = """
            [{"name": "motifs", "seeds": [1, 2, 3], "computations": [
              {"name": "rates", "computation": "motifs-rates", "options": {"neurons": 60}}]},
             {"name": "impossible", "method": "glm", "seed": 1, "data": {"type": "file", "path": "none.npz", "sha256": "00"}}]
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeTheList() throws Exception {
        Files.writeString(folder.resolve("list.json"), LIST);
    }

    private record Run(int exitCode, String out, String err) {
        JsonNode json() {
            return Json.parse("output", out);
        }
    }

    private Run run(String command) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(command.replace("DIR", folder.toString()).split(" "));
        return new Run(code, out.toString(), err.toString());
    }

    @Test
    void givenASweepInParts_whenRunPartByPart_thenStatusCountsAndAllIsVerified() {
        Run first = run("experiment run DIR/list.json --results DIR/results --part 1/2");
        assertEquals(0, first.exitCode(), first.err());
        assertEquals(2, first.json().get("done").asInt());
        JsonNode between =
                run("experiment status DIR/list.json --results DIR/results").json();
        assertEquals(4, between.get("experiments").asInt());
        assertEquals(2, between.get("done").asInt());
        assertEquals(
                "[\"motifs-rates-2\",\"impossible\"]", between.get("missing").toString());
        assertTrue(between.get("minutes_left").asDouble() >= 0);
        Run second = run("experiment run DIR/list.json --results DIR/results --part 2/2");
        assertEquals(1, second.exitCode());
        JsonNode after =
                run("experiment status DIR/list.json --results DIR/results").json();
        assertEquals(3, after.get("done").asInt());
        assertEquals("impossible", after.get("failed").get(0).get("name").asText());
        assertTrue(after.get("failed").get(0).get("sentence").asText().contains("none.npz"), after.toString());
        assertEquals(0, after.get("missing_in_all").asInt());
        Run verified = run("experiment verify --results DIR/results");
        assertEquals(0, verified.exitCode());
        assertEquals(3, verified.json().get("outcomes").asInt());
        assertTrue(run("experiment list --results DIR/results").out().contains("motifs-rates-3"));
    }

    @Test
    void givenWrongUse_whenRun_thenOneSentenceSaysWhatIsWrong() {
        Run cluster = run("experiment run DIR/list.json --results DIR/results --on spark");
        assertEquals(2, cluster.exitCode());
        assertTrue(cluster.err().contains("no cluster 'spark' here"), cluster.err());
        Run part = run("experiment run DIR/list.json --results DIR/results --part 3/2");
        assertEquals(2, part.exitCode());
        assertTrue(part.err().contains("Part is 3, expected 1 to 2"), part.err());
    }
}
