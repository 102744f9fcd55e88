/**
 * Sessions as laboratories keep them: sorted units with their spikes, the direction of the head and other series with clocks
 * of their own, and epochs. One call opens any of the formats (NWB, th-1 folders, phy and Kilosort folders, CSV, NPZ, MAT); a
 * format is a class of its own.
 *
 * <pre>{@code
 * Session session = Sessions.open(Path.of("session.nwb"));
 * Recording awake = session.recording(
 *         Session.Options.standard().withUnits("region=ADn,rate>=0.5").withEpoch("wake"));
 * List<TuningCurve> curves = TuningCurve.all(awake, TuningCurve.Options.paper());
 * }</pre>
 */
package circuitscope.sessions;
