/** Logistic regression of each neuron on all others, with an l1 penalty (Ravikumar, Wainwright and Lafferty, 2010). */
package circuitscope.infer.logistic;
