package circuitscope.infer;

import java.nio.file.Path;

/** A method whose fits may take long, so that they can keep their state in a file on the way. */
public interface Resumable {
    /**
     * @param file the file; its folder must exist
     * @return the method with a checkpoint: the same fit called again goes on from there and ends as if it had never stopped
     */
    Estimator<?, ?> withCheckpoint(Path file);
}
