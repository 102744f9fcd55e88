/**
 * A recording together with what is known of its truth, and where it comes from. Methods get the recording alone; only
 * {@code evaluate} and {@code experiment} see the truth. Files of other projects are opened as they are: see {@link
 * circuitscope.data.Dataset#open}.
 *
 * <pre>{@code
 * Dataset simulated = new Source.Simulated(new Simulation(Network.thresholdCrossing(), 60, 1)).load();
 * Dataset opened = Dataset.open(Path.of("spikes.npz"));
 * }</pre>
 */
package circuitscope.data;
