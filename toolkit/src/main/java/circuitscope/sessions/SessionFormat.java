package circuitscope.sessions;

import java.nio.file.Path;

/** One kind of file or folder that holds a session, known by its content. */
interface SessionFormat {
    /** What to expect, for a message. */
    String description();

    /** Whether a path looks like it; what is damaged may still, and is told of by {@link #read}. */
    boolean matches(Path path);

    /** Reads it, spikes perhaps only when they are asked for. */
    Session read(Path path);
}
