/**
 * Where likelihoods are taken: steps drawn at random that stand for all steps in an integral of the rate, rows drawn in
 * proportion to what they tell, exponentially filtered spikes at any step, and the search for their time constant.
 *
 * <pre>{@code
 * SampledSteps steps = SampledSteps.draw(recording.segments(), 10, RandomStreams.of(1, "steps"));
 * SynapticTraces traces = new SynapticTraces(recording, 10, steps.step()[0]);
 * float[] s = new float[recording.neurons()];
 * traces.fill(steps.step()[0], s);
 * }</pre>
 */
package circuitscope.infer.sampling;
