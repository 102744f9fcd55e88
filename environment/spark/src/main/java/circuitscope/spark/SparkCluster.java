package circuitscope.spark;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.store.Cluster;
import circuitscope.experiment.store.Failure;
import circuitscope.experiment.store.OutcomeStore;
import circuitscope.experiment.store.Status;
import circuitscope.files.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.Tuple2;

/**
 * Runs experiments on Spark. The master is the one that is named, or that spark-submit names, or else all processors of this
 * machine. Spark tries a task again whose machine was lost; an experiment that fails is no failure of its task.
 */
public final class SparkCluster implements Cluster {
    /** Made by Java's service loader. */
    public SparkCluster() {}

    @Override
    public String name() {
        return "spark";
    }

    @Override
    public Status run(List<Experiment> experiments, String results, Settings settings, Progress progress) {
        if (System.getProperty("log4j2.configurationFile") == null && System.getProperty("spark.master") == null) {
            System.setProperty("log4j2.configurationFile", "classpath:circuitscope/spark/log4j2.properties");
        }
        SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "circuitscope");
        if (!settings.master().isEmpty()) {
            conf.setMaster(settings.master());
        }
        conf.setIfMissing("spark.master", "local[*]")
                .setIfMissing("spark.ui.enabled", "false")
                .set("spark.task.cpus", String.valueOf(settings.threads()));
        if (conf.get("spark.master").startsWith("local")) {
            // nobody else is to reach it
            conf.setIfMissing("spark.driver.host", "127.0.0.1").setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            return run(spark, experiments, results, settings.threads(), progress);
        }
    }

    /**
     * The same on a context that is there already.
     *
     * @param spark the context, with {@code spark.task.cpus} as many as {@code threads}
     * @param experiments experiments with different names
     * @param results folder of outcomes, a path or the address of a folder in a Hadoop file system
     * @param threads threads of one experiment
     * @param progress hears how many are done
     * @return how far it has come
     * @throws InputException if the folder can't be used, or Spark gives up
     * @throws CancellationException if the thread is interrupted
     */
    public static Status run(
            JavaSparkContext spark, List<Experiment> experiments, String results, int threads, Progress progress) {
        Map<String, String> hadoop = new HashMap<>();
        for (Tuple2<String, String> entry : spark.getConf().getAll()) {
            if (entry._1().startsWith("spark.hadoop.")) {
                hadoop.put(entry._1().substring("spark.hadoop.".length()), entry._2());
            }
        }
        OutcomeFolder folder = OutcomeFolder.at(results, hadoop);
        Set<String> present = folder.present();
        List<String> missing = new ArrayList<>();
        for (Experiment experiment : experiments) {
            if (!present.contains(OutcomeStore.fileName(experiment))) {
                missing.add(Json.canonical(experiment.json()));
            }
        }
        List<Failure> failed = new ArrayList<>();
        if (!missing.isEmpty()) {
            Listener listener = new Listener(missing.size(), progress);
            spark.sc().addSparkListener(listener);
            try {
                // one task for each, so that none waits for another
                JavaFutureAction<List<String>> action = spark.parallelize(missing, missing.size())
                        .map(new ExperimentTask(results, hadoop, threads))
                        .collectAsync();
                for (String text : await(action)) {
                    if (!text.isEmpty()) {
                        failed.add(Json.value("a failure", Json.parse("a failure", text), Failure.class));
                    }
                }
            } finally {
                spark.sc().removeSparkListener(listener);
            }
        }
        int done = experiments.size() - failed.size();
        return new Status(experiments.size(), done, List.of(), failed, List.of(), OptionalDouble.of(0));
    }

    private static List<String> await(JavaFutureAction<List<String>> action) {
        try {
            return action.get();
        } catch (InterruptedException e) {
            action.cancel(true);
            throw new CancellationException("Stopped while Spark ran experiments; run the same command to go on.");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof SparkException spark ? spark : e;
            throw InputException.of(
                    "Spark gave up (%s); outcomes that are there stay, run the same command to go on.",
                    cause.getMessage().lines().findFirst().orElse(""), e);
        }
    }

    /** Counts tasks that came to an end; one that was tried again counts once. */
    private static final class Listener extends SparkListener {
        private final int total;
        private final Progress progress;
        private final Set<Integer> ended = new HashSet<>();

        Listener(int total, Progress progress) {
            this.total = total;
            this.progress = progress;
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd event) {
            if (event.taskInfo().successful() && ended.add(event.taskInfo().index())) {
                progress.update("running experiments on Spark", ended.size(), total);
            }
        }
    }
}
