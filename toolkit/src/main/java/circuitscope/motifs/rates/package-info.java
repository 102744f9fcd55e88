/**
 * Rates of networks over time: x' = -x + I + J phi(x) for every neuron, with weights stored as their structure allows.
 *
 * <pre>{@code
 * double active = Nonlinearity.SOFTPLUS.rate(1.2);
 * ExternalInput input = ExternalInput.step(new double[] {1, 0.8}, new double[] {1, 0.5}, 10, 25);
 * }</pre>
 */
package circuitscope.motifs.rates;
