/**
 * Distributions of connectivity from the activity of a network, by any of three methods, and their files.
 *
 * <pre>{@code
 * LowRankNetwork network = LowRankNetwork.of(TestCase.BISTABLE.law().draw(1000, 1));
 * circuitscope.Workers workers = circuitscope.Workers.all();
 * Activity activity = Activity.of(network, network.run(TestCase.starts(), 100, workers));
 * ConnectivityFit fit = ConnectivityFit.fit(activity, ConnectivityFit.Method.FLOW, FitOptions.standard(), 1, workers);
 * Loadings others = fit.sample(10_000, 1, workers);
 * }</pre>
 */
package circuitscope.lowrank.fit;
