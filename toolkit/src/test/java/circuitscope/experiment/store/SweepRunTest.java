package circuitscope.experiment.store;

import static circuitscope.experiment.SmallExperiments.correlation;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.data.Source;
import circuitscope.experiment.ComputedExperiment;
import circuitscope.experiment.ComputedOutcome;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.FitExperiment;
import circuitscope.experiment.Outcome;
import circuitscope.files.Json;
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

class SweepRunTest {
    @TempDir
    Path folder;

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
                Outcome.Run.thisHost(), killed.pid(), "", Instant.now().toString()));
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
        assertEquals(Outcome.Run.thisHost(), there.run().host());
        assertEquals(here.findings(), there.findings());
        assertEquals(here.key(), there.key());
    }
}
