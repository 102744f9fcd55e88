/**
 * From activity to loadings: what neurons receive by regression, what they send by the least committed solutions (conditional
 * and joint maximum entropy) or by training, and a report on what activity does not tell.
 *
 * <pre>{@code
 * LowRankNetwork network = LowRankNetwork.of(TestCase.RING.law().draw(500, 1));
 * Trajectories activity = network.run(TestCase.starts(), 100, circuitscope.Workers.all());
 * double[][] received = network.loadings().received();
 * List<String> told = Identifiability.of(activity, received, network.phi()).sentences();
 * RidgeSolution ridge = NormalEquations.of(activity, received, network.phi(), circuitscope.Workers.all())
 *         .ridge(1e-4, circuitscope.Workers.all());
 * }</pre>
 */
package circuitscope.lowrank.inverse;
