package circuitscope.experiment;

import static circuitscope.experiment.SmallExperiments.RING;
import static circuitscope.experiment.SmallExperiments.correlation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.data.Source;
import circuitscope.files.Json;
import circuitscope.infer.correlation.CorrelationOptions;
import circuitscope.infer.correlation.PairwiseCorrelation;
import circuitscope.infer.glm.Glm;
import circuitscope.network.Network;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.UnevenRing;
import circuitscope.simulate.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    @TempDir
    Path folder;

    private static String recipe() {
        return "{\"type\": \"simulation\", \"simulation\": {\"network\": " + Json.canonical(RING) + "}}";
    }

    private static String sweep() {
        return "{\"name\": \"map\", \"seeds\": [3, 4], \"data\": [{\"name\": \"lnp\", \"recipe\": " + recipe()
                + ", \"vary\": [{\"entry\": \"simulation.seconds\", \"labels\": [\"20s\", \"30s\"], \"values\": [20, 30]},"
                + " {\"entry\": \"simulation.network.strength\", \"labels\": [\"r10\"], \"values\": [0.01]}]}],"
                + " \"methods\": [{\"name\": \"glm\", \"method\": \"glm\"}, {\"name\": \"correlation\", \"method\":"
                + " \"correlation\", \"vary\": [{\"entry\": \"bin_ms\", \"labels\": [\"5ms\", \"10ms\"], \"values\": [5, 10]}]}]}";
    }

    @Test
    void givenASweep_whenExpanded_thenKeysAreThoseOfTheExperimentsAlone() {
        List<Experiment> all = Sweep.of("sweep", Json.parse("sweep", sweep())).experiments();
        assertEquals(12, all.size());
        assertEquals("map-lnp-20s-r10-glm-3", all.get(0).name());
        assertEquals("map-lnp-30s-r10-correlation-10ms-4", all.get(11).name());
        Network weak = new Network(RING.wiring(), 0.01, RING.drive(), RING.synapse(), RING.spiking(), RING.dtMs());
        assertEquals(
                Experiment.standard("glm", new Simulation(weak, 20, 3), new Glm())
                        .key(),
                all.get(0).key());
        assertEquals(
                Experiment.of(
                                "c",
                                new Source.Simulated(new Simulation(weak, 30, 4)),
                                new PairwiseCorrelation(),
                                CorrelationOptions.standard().withBin(5),
                                4)
                        .key(),
                all.get(10).key());
        // those on the same data stand together
        for (int k = 0; k < 12; k += 3) {
            assertEquals(((FitExperiment) all.get(k)).data(), ((FitExperiment) all.get(k + 2)).data());
        }
    }

    @Test
    void givenAWiringWhoseSeedIsNull_whenExpanded_thenItGetsThatOfTheExperimentAndOtherSeedsStay() {
        Network drawn = RING.withWiring(new UnevenRing((Ring) RING.wiring(), 0.3, 0.1, 77));
        String text =
                "{\"seeds\": [3, 4], \"methods\": [{\"name\": \"glm\", \"method\": \"glm\"}], \"data\": [{\"name\":"
                        + " \"drawn\", \"recipe\": {\"type\": \"simulation\", \"simulation\": {\"seconds\": 5, \"network\": "
                        + Json.canonical(drawn).replace("\"seed\":77", "\"seed\":null")
                        + "}}}]}";
        List<Experiment> all = Sweep.of("sweep", Json.parse("sweep", text)).experiments();
        for (int seed : new int[] {3, 4}) {
            Network expected = RING.withWiring(new UnevenRing((Ring) RING.wiring(), 0.3, 0.1, seed));
            assertEquals(
                    Experiment.standard("glm", new Simulation(expected, 5, seed), new Glm())
                            .key(),
                    all.get(seed - 3).key());
        }
    }

    @Test
    void givenASweep_whenWrittenAndRead_thenItIsTheSame() throws IOException {
        Sweep sweep = Sweep.of("sweep", Json.parse("sweep", sweep()));
        Sweep again = Sweep.of("sweep", Json.parse("sweep", Json.canonical(sweep.json())));
        assertEquals(Json.canonical(sweep.json()), Json.canonical(again.json()));
        assertEquals(sweep.experiments(), again.experiments());
        Path file = folder.resolve("list.json");
        Files.writeString(
                file, "[" + sweep() + ", " + Json.canonical(correlation(10, 1).json()) + "]");
        List<Experiment> read = Experiment.read(file);
        assertEquals(sweep.experiments(), read.subList(0, 12));
        assertEquals(correlation(10, 1), read.get(12));
    }

    @Test
    void givenMistakesInASweep_whenRead_thenOneSentenceSaysWhatIsWrong() {
        assertMessage(sweep().replace("\"seeds\"", "\"sead\": 1, \"seeds\""), "unknown entry 'sead'", "'seeds'");
        assertMessage(sweep().replace("[3, 4]", "[]"), "map has 0 experiments");
        assertMessage(sweep().replace("\"labels\": [\"r10\"]", "\"labels\": []"), "0 labels and 1 values");
        assertMessage(sweep().replace("bin_ms", "bim_ms"), "did you mean 'bin_ms'");
        assertMessage(sweep().replace("network.strength", "network.strenght"), "strenght");
        assertMessage(sweep().replace("20s", "20 s"), "20 s", "hyphens");
        assertMessage("{\"seeds\": [1], \"methods\": [{\"method\": \"glm\"}]}", "0 data recipes and 1 methods");
    }

    private static void assertMessage(String json, String... words) {
        String message = assertThrows(
                        InputException.class,
                        () -> Sweep.of("s", Json.parse("s", json)).experiments())
                .getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), "«" + word + "» is missing in: " + message);
        }
    }

    @Test
    void givenParts_whenTakenTogether_thenTheyAreTheWholeAndDataIsNotDivided() {
        List<Experiment> all = Sweep.of("sweep", Json.parse("sweep", sweep())).experiments();
        for (int of : new int[] {1, 3, 4, 5, 12, 20}) {
            List<Experiment> together = new ArrayList<>();
            for (int part = 1; part <= of; part++) {
                List<Experiment> mine = new Part(part, of).of(all);
                together.addAll(mine);
                if (of == 4) {
                    assertEquals(
                            1,
                            mine.stream()
                                    .map(each -> ((FitExperiment) each).data())
                                    .distinct()
                                    .count());
                }
                if (of == 12) {
                    assertEquals(1, mine.size());
                }
            }
            assertEquals(all.size(), together.size());
            assertEquals(Set.copyOf(all), Set.copyOf(together));
        }
        assertEquals(new Part(3, 16), Part.of("3/16"));
        for (String wrong : List.of("0/4", "5/4", "3", "a/b")) {
            assertThrows(InputException.class, () -> Part.of(wrong), wrong);
        }
    }
}
