/**
 * Reads NWB files (Neurodata Without Borders 2), as archives such as DANDI hold them, whatever is in them: tables with ragged columns and
 * references, and time series with their clocks. It knows the format and nothing of this toolkit's other rooms, so that other programs
 * can use it; {@link circuitscope.nwb.NwbFile} is where to begin. Numbers stay in the file until they are asked for.
 *
 * <pre>{@code
 * try (NwbFile file = NwbFile.open(Path.of("session.nwb"))) {
 *     NwbTable units = file.table("/units");
 *     List<String> regions = units.texts("location");
 *     double[] spikeSeconds = units.list("spike_times", 0);
 *     NwbSeries yaw = file.series("/processing/behavior/CompassDirection/ry");
 *     System.out.println(yaw.samples() + " samples in " + yaw.unit() + ", beside " + spikeSeconds.length + " spikes");
 * }
 * }</pre>
 */
package circuitscope.nwb;
