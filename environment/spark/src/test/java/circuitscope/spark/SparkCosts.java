package circuitscope.spark;

import circuitscope.Progress;
import circuitscope.Workers;
import circuitscope.experiment.ComputedExperiment;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.store.OutcomeStore;
import circuitscope.files.Json;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/** Measures what Spark costs: not a test, because machines differ. Arguments: short experiments, long ones. */
final class SparkCosts {
    private SparkCosts() {}

    private static List<Experiment> rates(String name, int from, int count, int neurons) {
        return IntStream.range(from, from + count)
                .<Experiment>mapToObj(seed -> new ComputedExperiment(
                        name + "-" + seed, "motifs-rates", Json.parse("", "{\"neurons\": " + neurons + "}"), seed))
                .toList();
    }

    public static void main(String[] arguments) throws Exception {
        int shortOnes = Integer.parseInt(arguments[0]);
        int longOnes = Integer.parseInt(arguments[1]);
        double[] twoAndOne = new double[2];
        for (int workers = 2; workers >= 1; workers--) {
            Path folder = Files.createTempDirectory("spark-costs");
            try (StandaloneCluster cluster = new StandaloneCluster(folder, workers);
                    JavaSparkContext spark = new JavaSparkContext(cluster.conf())) {
                String results = folder.resolve("results").toString();
                timed(spark, rates("warm", 1, 40, 100), results);
                double long1 = timed(spark, rates("long", 1, longOnes, 4000), results);
                twoAndOne[2 - workers] = long1;
                print("%d workers, %d long experiments: %.1f s", workers, longOnes, long1);
                if (workers == 2) {
                    List<Experiment> list = rates("short", 1, shortOnes, 30);
                    double here = seconds(() -> OutcomeStore.at(folder.resolve("here"))
                            .run(list.subList(0, Math.min(500, shortOnes)), Workers.of(1)));
                    double many = timed(spark, list, results);
                    print(
                            "%d short experiments: %.1f s, %.4f s each on one of 2 workers; in one process %.4f s each; so the"
                                    + " overhead of a task is %.4f s",
                            shortOnes,
                            many,
                            2 * many / shortOnes,
                            here / Math.min(500, shortOnes),
                            2 * many / shortOnes - here / Math.min(500, shortOnes));
                    print("peak heap of the driver: %.0f MB", peakHeap() / 1e6);
                }
            }
        }
        print("two workers against one: %.2f times", twoAndOne[1] / twoAndOne[0]);
    }

    private static double timed(JavaSparkContext spark, List<Experiment> list, String results) {
        return seconds(() -> SparkCluster.run(spark, list, results, 1, Progress.silent()));
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
