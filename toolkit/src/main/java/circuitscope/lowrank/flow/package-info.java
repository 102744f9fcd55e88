/**
 * Distributions of connectivity by continuous normalizing flows, trained by flow matching: samples, densities, checkpoints.
 *
 * <pre>{@code
 * Loadings some = TestCase.QUAD_STABLE.law().draw(1000, 1);
 * circuitscope.Workers workers = circuitscope.Workers.all();
 * ConnectivityFlow flow = ConnectivityFlow.fit(some.received(), some.n(), 1, FlowOptions.standard(), 1, workers);
 * Loadings others = flow.sample(100_000, 1, workers);
 * }</pre>
 */
package circuitscope.lowrank.flow;
