/**
 * Readouts of matrices that say how alike neurons are, for methods whose interactions have no zero of their own.
 *
 * <pre>{@code
 * double[][] inhibition = Inhibition.of(new SeqNmf().fit(recording).weights());
 * }</pre>
 */
package circuitscope.infer.similarity;
