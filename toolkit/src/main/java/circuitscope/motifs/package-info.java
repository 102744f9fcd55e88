/**
 * Synaptic motifs: networks of any number of populations whose pairs of synapses are correlated as asked for, how strong such
 * motifs are in a matrix of weights, with standard errors and against chance, and what the motifs do to the spectrum.
 * Its rooms tell what follows for the rates: {@code rates} simulates, {@code meanfield} has the theory, {@code inverse} reads
 * parameters from rates.
 *
 * <pre>{@code
 * MotifNetwork network = MotifModel.excitatoryInhibitory(0.7).draw(1000, 1);
 * MotifStrengths found = MotifStrengths.of(network.weights(), network.populations());
 * double chain = found.pooled(Motif.CHAIN).value();
 * double toInhibitory = found.of(Motif.CHAIN, "I", "E", "E").value();
 * }</pre>
 */
package circuitscope.motifs;
