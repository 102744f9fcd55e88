/**
 * The theory of many neurons with motifs: two latent variables for each population, fixed points and their stability,
 * dynamics under input that changes, phase diagrams, and bifurcations followed along a parameter.
 *
 * <pre>{@code
 * MeanFieldTheory theory = MeanFieldTheory.of(MotifModel.excitatoryInhibitory(0.7), Nonlinearity.THRESHOLD_LINEAR);
 * FixedPoint settled = FixedPoints.fromRest(theory, 1, 0.8).orElseThrow();
 * double excitatory = settled.rates()[0];
 * }</pre>
 */
package circuitscope.motifs.meanfield;
