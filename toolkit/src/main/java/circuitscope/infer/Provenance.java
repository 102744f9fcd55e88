package circuitscope.infer;

import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;
import java.util.Optional;

/**
 * Where a result comes from: enough to get it again.
 *
 * @param method name of the method
 * @param options its options in words
 * @param seed seed of its random numbers
 * @param split which steps were for training, validation and test
 * @param dataSha256 SHA-256 of the recording
 * @param version version of this toolkit
 * @param java version of the Java platform
 * @param seconds wall time in s
 */
public record Provenance(
        String method,
        String options,
        long seed,
        Split split,
        String dataSha256,
        String version,
        String java,
        double seconds) {
    /**
     * @param method name of the method
     * @param options its options
     * @param seed seed of its random numbers
     * @param recording the data
     * @param split which steps were for training, validation and test
     * @param startNanos {@link System#nanoTime} at the start of the fit
     * @return the provenance of a fit that ends now
     */
    public static Provenance endingNow(
            String method, Record options, long seed, Recording recording, Split split, long startNanos) {
        return new Provenance(
                method,
                options.toString(),
                seed,
                split,
                recording.sha256(),
                Optional.ofNullable(Provenance.class.getPackage().getImplementationVersion())
                        .orElse("development"),
                System.getProperty("java.version"),
                (System.nanoTime() - startNanos) / 1e9);
    }
}
