/**
 * What rates tell of the wiring: parameters of an excitatory-inhibitory circuit from means and standard deviations of rates
 * under several inputs, with intervals by profile likelihood, and a statement of what can't be told.
 *
 * <pre>{@code
 * RateSurvey rates = RateSurvey.ofTheory(Circuit.testCase(0.7), Nonlinearity.SOFTPLUS, RateSurvey.sixInputs(), 0.01, 1);
 * RateFit fit = InverseProblem.fit(rates, InverseProblem.Options.all(Nonlinearity.SOFTPLUS), Workers.all());
 * List<String> unknown = fit.notIdentifiable();
 * }</pre>
 */
package circuitscope.motifs.inverse;
