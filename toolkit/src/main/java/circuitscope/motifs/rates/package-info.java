/**
 * Rates of networks over time: x' = -x + I + J phi(x) for every neuron, with weights stored as their structure allows.
 *
 * <pre>{@code
 * MotifNetwork network = MotifModel.excitatoryInhibitory(0.7).draw(1000, 1);
 * ExternalInput input = ExternalInput.step(new double[] {1, 0.8}, new double[] {1, 0.5}, 10, 25);
 * RateTrace trace = RateSimulation.of(network, Nonlinearity.SOFTPLUS, input, 40).run();
 * double[] excitatory = trace.rates()[0];
 * }</pre>
 */
package circuitscope.motifs.rates;
