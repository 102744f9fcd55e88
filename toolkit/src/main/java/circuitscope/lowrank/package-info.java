/**
 * Recurrent networks of low rank: loadings drawn from a distribution, latent variables over time, the field that drives them in
 * a network and in the limit of many neurons, fixed points and limit cycles. Its rooms go the other way: {@code inverse} tells
 * what activity says about loadings, {@code flow} learns their distribution, {@code compare} compares distributions.
 *
 * <pre>{@code
 * LoadingLaw law = TestCase.BISTABLE.law();
 * LowRankNetwork network = LowRankNetwork.of(law.draw(1000, 1));
 * Trajectories activity = network.run(TestCase.starts(), 100, circuitscope.Workers.all());
 * List<SteadyState> states = SteadyState.all(law.meanField(network.phi()), TestCase.starts());
 * }</pre>
 */
package circuitscope.lowrank;
