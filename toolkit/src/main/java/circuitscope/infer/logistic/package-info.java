/**
 * Logistic regression of each neuron on all others: of active neurons with an l1 penalty (Ravikumar, Wainwright and Lafferty,
 * 2010), or on spike counts with a ridge (Das and Fiete, 2020). The validation part chooses the penalty.
 *
 * <pre>{@code
 * LogisticResult result = new LogisticRegression().fit(recording);
 * double penalty = result.penalty();
 * CountLogisticResult onCounts = new CountLogistic().fit(recording);
 * }</pre>
 */
package circuitscope.infer.logistic;
