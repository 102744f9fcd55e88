/**
 * Spike recordings as values: events in integer steps, so that no bin depends on rounding; stretches of continuous
 * recording, which no window crosses; what was measured beside the spikes; what is known of each cell; and the parts for
 * training, validation and test.
 *
 * <p>This is the lowest room that knows of neurons. It reads and writes nothing, and knows nothing of truth.
 *
 * <pre>{@code
 * Recording recording = Recording.builder(2, 10_000, 0.1)
 *         .covariate(new Covariate.Circular("head direction", 100, new double[100]))
 *         .cells(List.of(Cell.of("a").inRegion("ADn"), Cell.of("b")))
 *         .add(17, 0)
 *         .add(4_000, 1)
 *         .build();
 * Split split = Split.of(recording);
 * }</pre>
 */
package circuitscope.spikes;
