package circuitscope;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/**
 * Which build of the toolkit runs, and on which Java.
 *
 * @param version version of the toolkit
 * @param commit commit of its sources, with "-dirty" behind it if they were changed; "unknown" outside a checkout
 * @param java version of the Java platform
 */
public record Build(String version, String commit, String java) {
    private static final String RESOURCE = "build.properties";

    /** {@return the build that runs now} */
    public static Build current() {
        Properties properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream(RESOURCE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            // as if it were not there
        }
        return new Build(
                properties.getProperty("version", "unknown"),
                properties.getProperty("commit", "unknown"),
                System.getProperty("java.version"));
    }
}
