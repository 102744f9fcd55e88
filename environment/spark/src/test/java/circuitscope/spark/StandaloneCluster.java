package circuitscope.spark;

import circuitscope.experiment.Experiment;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.launcher.JavaModuleOptions;

/** A master and workers of Spark as processes of this machine, on loopback. */
final class StandaloneCluster implements AutoCloseable {
    private static final Path HOME = Path.of("target", "spark").toAbsolutePath();

    private final Path logs;
    private final int port;
    private final Process master;
    private final List<Process> workers = new ArrayList<>();

    StandaloneCluster(Path logs, int workerCount) throws IOException, InterruptedException {
        this.logs = logs;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        master = start(
                "master",
                "org.apache.spark.deploy.master.Master",
                "--host",
                "127.0.0.1",
                "--port",
                port + "",
                "--webui-port",
                "0");
        for (int k = 0; k < workerCount; k++) {
            workers.add(start(
                    "worker" + k,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--webui-port",
                    "0",
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    logs.resolve("work" + k).toString(),
                    address()));
        }
        for (int k = 0; k < workerCount; k++) {
            awaitLine("worker" + k, "Successfully registered with master");
        }
    }

    String address() {
        return "spark://127.0.0.1:" + port;
    }

    /** Settings of a driver in this process, whose executors find the classes of the toolkit where this process has them. */
    SparkConf conf() {
        String classes = Stream.of(Experiment.class, SparkCluster.class)
                .map(type -> new File(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .getPath())
                .reduce((one, other) -> one + File.pathSeparator + other)
                .orElseThrow();
        return new SparkConf()
                .setAppName("test")
                .setMaster(address())
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.ui.enabled", "false")
                .set("spark.executor.memory", "700m")
                .set("spark.executor.cores", "1")
                .set("spark.executor.extraClassPath", classes);
    }

    /** Kills a worker and its executors, as if its machine lost power. */
    void kill(int worker) {
        List<ProcessHandle> all = Stream.concat(
                        workers.get(worker).descendants(),
                        Stream.of(workers.get(worker).toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
    }

    private Process start(String name, String type, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx300m");
        command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().split(" ")));
        command.addAll(List.of("-cp", HOME.resolve("jars") + "/*", type));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", HOME.toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        return builder.start();
    }

    private void awaitLine(String name, String line) throws IOException, InterruptedException {
        Path log = logs.resolve(name + ".log");
        for (int tenth = 0; tenth < 600; tenth++) {
            if (Files.exists(log) && Files.readString(log).contains(line)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new IOException(name + " did not start: " + Files.readString(log));
    }

    @Override
    public void close() {
        List<Process> all = new ArrayList<>(workers);
        all.add(master);
        for (Process process : all) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        for (Process process : all) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }
    }
}
