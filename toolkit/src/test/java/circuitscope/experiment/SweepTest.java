package circuitscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.data.Source;
import circuitscope.files.Json;
import circuitscope.infer.correlation.CorrelationOptions;
import circuitscope.infer.correlation.PairwiseCorrelation;
import circuitscope.infer.glm.Glm;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {
    private static final Network RING = Network.linearNonlinearPoisson().withNeurons(8);

    @TempDir
    Path folder;

    private static FitExperiment correlation(double binMs, long seed) {
        return Experiment.of(
                "correlation-" + seed,
                new Source.Simulated(new Simulation(RING, 20, seed)),
                new PairwiseCorrelation(),
                CorrelationOptions.standard().withBin(binMs),
                seed);
    }

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

    /** Its data is not there. */
    private static Experiment impossible() {
        return new FitExperiment(
                "impossible", new Source.SpikeFile("no-such-file.npz", "00"), "glm", Json.parse("", "{}"), 1);
    }

    @Test
    void givenAFailingExperiment_whenRun_thenTheOthersAreDoneAndItsSentenceIsKept() {
        OutcomeStore results = OutcomeStore.at(folder);
        List<Experiment> list = List.of(correlation(10, 1), impossible(), correlation(10, 2));
        Status before = results.status(list);
        assertEquals(List.of("correlation-1", "impossible", "correlation-2"), before.missing());
        assertTrue(before.secondsLeft().isEmpty());
        Status after = results.run(list, Workers.all());
        assertEquals(2, after.done());
        assertEquals(List.of(), after.missing());
        assertEquals("impossible", after.failed().get(0).name());
        assertTrue(after.failed().get(0).sentence().contains("no-such-file.npz"), after.toString());
        String thrown = assertThrows(InputException.class, () -> results.complete(list, Workers.all()))
                .getMessage();
        assertTrue(thrown.startsWith("1 of 3 experiments failed") && thrown.contains("no-such-file"), thrown);
        assertEquals(2, results.files().size());
        assertEquals(0, results.status(list.subList(0, 1)).secondsLeft().orElseThrow());
    }

    @Test
    void givenAnExperimentThatIsRunning_whenAskedForStatus_thenItSaysWhoWorksOnIt() throws Exception {
        OutcomeStore results = OutcomeStore.at(folder);
        List<Experiment> list = List.of(correlation(10, 1), correlation(10, 2));
        results.run(list.subList(0, 1), Workers.all());
        AtomicReference<Status> seen = new AtomicReference<>();
        results.run(
                list, Workers.all().telling((stage, done, total) -> seen.compareAndSet(null, results.status(list))));
        assertEquals("correlation-2", seen.get().running().get(0).name());
        assertEquals(ProcessHandle.current().pid(), seen.get().running().get(0).pid());
        assertTrue(seen.get().secondsLeft().orElseThrow() > 0);
        assertEquals(1, seen.get().done());
        try (var files = Files.list(folder)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".claim")));
        }
    }

    @Test
    void givenTwoRunsOfOneListAtOnce_whenBothEnd_thenNothingWasDoneTwice() throws Exception {
        List<Experiment> list = new ArrayList<>();
        for (int seed = 1; seed <= 12; seed++) {
            list.add(correlation(10, seed));
        }
        List<Set<String>> done = List.of(new HashSet<>(), new HashSet<>());
        CountDownLatch start = new CountDownLatch(2);
        List<Thread> runs = new ArrayList<>();
        for (Set<String> mine : done) {
            runs.add(new Thread(() -> {
                start.countDown();
                OutcomeStore.at(folder).run(list, Workers.of(1).telling((stage, finished, total) -> {
                    if (stage.startsWith("correlation")) {
                        mine.add(stage.split(" ")[0]);
                    }
                }));
            }));
        }
        runs.forEach(Thread::start);
        for (Thread run : runs) {
            run.join();
        }
        assertEquals(12, done.get(0).size() + done.get(1).size(), done.toString());
        assertTrue(OutcomeStore.at(folder).status(list).complete());
    }

    @Test
    void givenClaims_whenTheirProcessIsGoneOrTheHeartStopped_thenExactlyOneTakesThemOver() throws Exception {
        Path stem = folder.resolve("one-abc");
        try (Claims mine = new Claims();
                Claims other = new Claims()) {
            assertTrue(mine.take(stem));
            assertFalse(other.take(stem));
            // the heart has not beaten for longer than any machine would pause
            Path claim = folder.resolve("one-abc.1.claim");
            Files.setLastModifiedTime(claim, FileTime.from(Instant.now().minus(Duration.ofMinutes(3))));
            List<Boolean> taken = Workers.of(8).map(8, "claiming", k -> {
                try (Claims racing = new Claims()) {
                    return racing.take(stem);
                }
            });
            assertEquals(1, taken.stream().filter(each -> each).count(), taken.toString());
            // the one that was overtaken can't take away the new claim
            mine.release(stem);
            assertFalse(other.take(stem));
        }
    }

    @Test
    void givenAClaimOfAProcessThatWasKilled_whenTheListIsRunAgain_thenItIsTakenOverAtOnce() throws Exception {
        Experiment one = correlation(10, 1);
        OutcomeStore results = OutcomeStore.at(folder);
        Process killed = new ProcessBuilder("sleep", "60").start();
        String claim = Json.canonical(new Claims.Holder(
                Claims.thisHost(), killed.pid(), "", Instant.now().toString()));
        Path file = folder.resolve(results.stem(one).getFileName() + ".1.claim");
        Files.writeString(file, claim);
        assertEquals(1, results.status(List.of(one)).running().size());
        killed.destroyForcibly().waitFor();
        assertEquals(0, results.status(List.of(one)).running().size());
        assertTrue(results.run(List.of(one), Workers.all()).complete());
        assertFalse(Files.exists(file));
    }

    @Test
    void givenAComputation_whenRunKeptAndFound_thenItIsTheSameAndItsKeyIsOfTheRecipe() {
        ComputedExperiment one = new ComputedExperiment(
                "motifs-1", "motifs-rates", Json.parse("", "{\"neurons\": 200, \"chain\": 0.7}"), 1);
        assertEquals(
                "{\"computation\":\"motifs-rates\",\"options\":{\"chain\":0.7,\"convergent\":1.5,\"divergent\":1.5,\"input\":"
                        + "[1.0,0.8],\"neurons\":200,\"phi\":\"THRESHOLD_LINEAR\",\"reciprocity\":0.0,\"spread\":0.5},"
                        + "\"seed\":1}",
                Json.canonical(one.recipe()));
        assertEquals(one, Experiment.of("here", one.json()));
        OutcomeStore results = OutcomeStore.at(folder);
        results.run(List.of(one), Workers.all());
        ComputedOutcome found = (ComputedOutcome) results.require(one);
        assertEquals(one.run(Workers.of(1)).findings(), found.findings());
        assertTrue(found.run().seconds() >= found.seconds());
        assertEquals("", found.run().host());
    }

    @Test
    void givenAShippedExperiment_whenRun_thenItsOutcomeNamesTheHostAndDiffersInNothingElse() {
        ComputedExperiment one =
                new ComputedExperiment("motifs-1", "motifs-rates", Json.parse("", "{\"neurons\": 100}"), 1);
        OutcomeStore.at(folder.resolve("here")).run(List.of(one), Workers.of(1));
        assertTrue(OutcomeStore.at(folder.resolve("there"))
                .runShipped(one, Workers.of(1))
                .isEmpty());
        ComputedOutcome here =
                (ComputedOutcome) OutcomeStore.at(folder.resolve("here")).require(one);
        ComputedOutcome there =
                (ComputedOutcome) OutcomeStore.at(folder.resolve("there")).require(one);
        assertEquals(Claims.thisHost(), there.run().host());
        assertEquals(here.findings(), there.findings());
        assertEquals(here.key(), there.key());
    }
}
