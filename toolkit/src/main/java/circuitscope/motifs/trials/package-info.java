/**
 * Acceptance trials of the theory of motifs, each a {@link circuitscope.Computation} of one network or one set of rates: what the
 * tables of the notebooks on motifs average over seeds.
 *
 * <pre>{@code
 * CircuitRates.Options options = new CircuitRates().standard().withNeurons(1000).withChain(0.7);
 * CircuitRates.Found found = new CircuitRates().run(options, 11, Workers.all());
 * double excitatory = found.rates().get(0);
 * }</pre>
 */
package circuitscope.motifs.trials;
