package circuitscope.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.experiment.ComputedExperiment;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.FitExperiment;
import circuitscope.experiment.store.Cluster;
import circuitscope.experiment.store.OutcomeStore;
import circuitscope.experiment.store.Status;
import circuitscope.files.Json;
import circuitscope.infer.glm.Glm;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class SparkClusterTest {
    @TempDir
    Path folder;

    private static List<Experiment> rates(int count, int neurons) {
        return IntStream.rangeClosed(1, count)
                .<Experiment>mapToObj(seed -> new ComputedExperiment(
                        "rates-" + seed, "motifs-rates", Json.parse("", "{\"neurons\": " + neurons + "}"), seed))
                .toList();
    }

    private static Experiment impossible() {
        return Experiment.of(
                "here",
                Json.parse(
                        "here",
                        "{\"name\": \"impossible\", \"method\": \"glm\", \"seed\": 1, \"data\": {\"type\": \"file\","
                                + " \"path\": \"no-such-file.npz\", \"sha256\": \"00\"}}"));
    }

    private static JavaSparkContext local(Map<String, String> settings) {
        SparkConf conf = new SparkConf()
                .setAppName("test")
                .setMaster("local[2]")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.ui.enabled", "false");
        settings.forEach(conf::set);
        return new JavaSparkContext(conf);
    }

    /** All that may not differ when an experiment is made again: name of the file, and what it holds without times and hosts. */
    private static Map<String, String> contents(Path results) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (var files = Files.list(results)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                ObjectNode outcome = (ObjectNode) Json.read(file);
                outcome.remove(List.of("run", "seconds", "threads", "sha256"));
                JsonNode provenance = outcome.path("provenance");
                if (provenance instanceof ObjectNode known) {
                    known.remove(List.of("seconds", "threads"));
                }
                contents.put(file.getFileName().toString(), Json.canonical(outcome));
            }
        }
        return contents;
    }

    private Map<String, String> onOneProcess(List<Experiment> experiments) throws IOException {
        OutcomeStore.at(folder.resolve("one")).run(experiments, Workers.of(1));
        return contents(folder.resolve("one"));
    }

    @Test
    void givenFitsAndComputations_whenRunOnThisMachine_thenOutcomesAreThoseOfOneProcess() throws IOException {
        List<Experiment> list = new ArrayList<>(rates(4, 200));
        FitExperiment fit = Experiment.standard(
                "glm", new Simulation(Network.linearNonlinearPoisson().withNeurons(8), 20, 1), new Glm());
        list.add(fit);
        list.add(impossible());
        Path results = folder.resolve("spark");
        AtomicLong ended = new AtomicLong();
        Progress progress = (stage, done, total) -> ended.set(done);
        Cluster spark = Cluster.named("spark");
        Status status = spark.run(list, results.toString(), new Cluster.Settings("local[2]", 1), progress);
        assertEquals(5, status.done());
        assertTrue(status.failed().get(0).sentence().contains("no-such-file.npz"), status.toString());
        assertEquals(6, ended.get());
        assertEquals(onOneProcess(list), contents(results));
        assertTrue(OutcomeStore.at(results).require(fit).run().host().length() > 0);
        // what is there is not made again
        ended.set(0);
        assertTrue(spark.run(list.subList(0, 5), results.toString(), new Cluster.Settings("local[2]", 2), progress)
                .complete());
        assertEquals(0, ended.get());
        assertThrows(InputException.class, () -> Cluster.named("sparc"));
    }

    /** The local file system under another name, which Hadoop alone knows. */
    public static final class OtherFileSystem extends RawLocalFileSystem {
        @Override
        public URI getUri() {
            return URI.create("other:///");
        }

        @Override
        public String getScheme() {
            return "other";
        }

        @Override
        public void initialize(URI uri, Configuration conf) throws IOException {
            super.initialize(getUri(), conf);
        }
    }

    @Test
    void givenAFolderOfAHadoopFileSystem_whenRun_thenOutcomesAreThereWholeAndVerified() throws IOException {
        List<Experiment> list = new ArrayList<>(rates(3, 100));
        list.add(impossible());
        Path results = folder.resolve("other");
        try (JavaSparkContext spark = local(Map.of("spark.hadoop.fs.other.impl", OtherFileSystem.class.getName()))) {
            for (int time = 0; time < 2; time++) {
                Status status = SparkCluster.run(spark, list, "other://" + results, 1, Progress.silent());
                assertEquals(3, status.done());
                assertTrue(status.failed().get(0).sentence().contains("no-such-file.npz"), status.toString());
            }
        }
        assertEquals(onOneProcess(list), contents(results));
        assertEquals(3, OutcomeStore.at(results).all().size());
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void givenTwoWorkers_whenOneIsKilledInTheMiddle_thenNothingIsLostAndNothingCountsTwice() throws Exception {
        List<Experiment> list = rates(14, 1500);
        Path results = folder.resolve("results");
        Files.createDirectories(folder.resolve("logs"));
        try (StandaloneCluster cluster = new StandaloneCluster(folder.resolve("logs"), 2);
                JavaSparkContext spark = new JavaSparkContext(cluster.conf())) {
            AtomicLong ended = new AtomicLong();
            CompletableFuture<Long> third = new CompletableFuture<>();
            CompletableFuture<Status> run = CompletableFuture.supplyAsync(() ->
                    SparkCluster.run(spark, list, results.toString(), 1, (stage, done, total) -> {
                        ended.set(done);
                        if (done >= 3) {
                            third.complete(done);
                        }
                    }));
            CompletableFuture.anyOf(third, run).get();
            cluster.kill(0);
            assertFalse(run.isDone());
            Status status = run.get();
            assertTrue(status.complete(), status.toString());
            assertEquals(14, ended.get());
        }
        assertEquals(onOneProcess(list), contents(results));
        OutcomeStore store = OutcomeStore.at(results);
        assertEquals(14, store.all().size());
        assertEquals(0, store.status(list).running().size());
        try (var files = Files.list(results)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".failed")));
        }
    }
}
