/**
 * Binned spikes, the common start of the methods that read wiring from counts or from patterns of active neurons.
 *
 * <pre>{@code
 * SpikeCounts counts = SpikeCounts.of(recording, recording.segments(), 10);
 * double[][] covariance = counts.covariance();
 * ActivityPatterns patterns = ActivityPatterns.of(counts, Workers.all());
 * }</pre>
 */
package circuitscope.infer.binned;
