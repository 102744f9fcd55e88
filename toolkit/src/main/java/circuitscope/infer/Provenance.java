package circuitscope.infer;

import circuitscope.Build;
import circuitscope.files.Json;
import circuitscope.spikes.Split;

/**
 * Where a result comes from: enough to get it again.
 *
 * @param method name of the method
 * @param options its options as canonical JSON
 * @param seed seed of its random numbers
 * @param split which steps were for training, validation and test
 * @param dataSha256 SHA-256 of the recording
 * @param build version and commit of this toolkit, and the Java platform
 * @param threads threads it was computed with; results do not depend on them
 * @param seconds wall time in s, pauses between interrupted and resumed parts left out
 */
public record Provenance(
        String method,
        String options,
        long seed,
        Split split,
        String dataSha256,
        Build build,
        int threads,
        double seconds) {
    /**
     * @param method name of the method
     * @param options its options
     * @param request what was asked
     * @param startNanos {@link System#nanoTime} at the start of the fit
     * @return the provenance of a fit that ends now
     */
    public static Provenance endingNow(String method, Record options, Request request, long startNanos) {
        return new Provenance(
                method,
                Json.canonical(options),
                request.seed(),
                request.split(),
                request.recording().sha256(),
                Build.current(),
                request.workers().threads(),
                (System.nanoTime() - startNanos) / 1e9);
    }
}
