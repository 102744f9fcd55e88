package circuitscope.spark;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.Outcome;
import circuitscope.experiment.store.Failure;
import circuitscope.experiment.store.OutcomeStore;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** Where outcomes go: a folder that all machines share, or one of any Hadoop file system. */
sealed interface OutcomeFolder {
    /** {@return names of the files of outcomes that are there} */
    Set<String> present();

    /** Runs an experiment unless its outcome is there, and keeps the outcome; what is wrong if it fails. */
    Optional<Failure> run(Experiment experiment, Workers workers);

    static OutcomeFolder at(String place, Map<String, String> hadoop) {
        if (!place.matches("[a-zA-Z][a-zA-Z0-9+.-]+:.*")) {
            return new Shared(OutcomeStore.at(Path.of(place)));
        }
        if (place.startsWith("file:")) {
            return new Shared(OutcomeStore.at(Path.of(URI.create(place))));
        }
        Configuration configuration = new Configuration();
        hadoop.forEach(configuration::set);
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(place);
        try {
            FileSystem files = path.getFileSystem(configuration);
            files.mkdirs(path);
            return new Hadoop(files, path);
        } catch (IOException e) {
            throw InputException.of("%s can't be made a folder for outcomes (%s).", place, e, e);
        }
    }

    /** A folder that all machines see, with claims: other runs may work on the same list at once. */
    record Shared(OutcomeStore store) implements OutcomeFolder {
        @Override
        public Set<String> present() {
            Set<String> names = new HashSet<>();
            store.files().forEach(file -> names.add(file.getFileName().toString()));
            return names;
        }

        @Override
        public Optional<Failure> run(Experiment experiment, Workers workers) {
            return store.runShipped(experiment, workers);
        }
    }

    /** A folder of a Hadoop file system. Spark alone sees to it that nothing is done twice; a file is whole or not there. */
    record Hadoop(FileSystem files, org.apache.hadoop.fs.Path folder) implements OutcomeFolder {
        @Override
        public Set<String> present() {
            try {
                Set<String> names = new HashSet<>();
                for (FileStatus file : files.listStatus(folder)) {
                    names.add(file.getPath().getName());
                }
                return names;
            } catch (IOException e) {
                throw InputException.of("%s can't be read (%s); check the folder and its rights.", folder, e, e);
            }
        }

        @Override
        public Optional<Failure> run(Experiment experiment, Workers workers) {
            org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(folder, OutcomeStore.fileName(experiment));
            try {
                if (files.exists(file)) {
                    return Optional.empty();
                }
                long start = System.nanoTime();
                Outcome outcome = experiment.run(workers);
                write(file, outcome.ranAs(Outcome.Run.shippedSince(start)).json());
                return Optional.empty();
            } catch (CancellationException e) {
                throw e;
            } catch (IOException | RuntimeException | Error e) {
                return Optional.of(Failure.of(experiment, e));
            }
        }

        private void write(org.apache.hadoop.fs.Path file, String text) throws IOException {
            org.apache.hadoop.fs.Path part =
                    new org.apache.hadoop.fs.Path(folder, "." + file.getName() + "-" + UUID.randomUUID() + ".part");
            try (OutputStream out = files.create(part, false)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            // another attempt may have been faster; its bytes are as good
            if (!files.rename(part, file)) {
                files.delete(part, false);
                if (!files.exists(file)) {
                    throw new IOException(file + " can't be moved into place");
                }
            }
        }
    }
}
