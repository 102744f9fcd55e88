/**
 * Logistic regression of each neuron on all others, with an l1 penalty (Ravikumar, Wainwright and Lafferty, 2010) that
 * the validation part chooses.
 *
 * <pre>{@code
 * LogisticResult result = new LogisticRegression().fit(recording);
 * double penalty = result.penalty();
 * }</pre>
 */
package circuitscope.infer.logistic;
