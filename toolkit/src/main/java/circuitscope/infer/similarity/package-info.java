/** Readouts of matrices that say how alike neurons are, for methods whose interactions have no zero of their own. */
package circuitscope.infer.similarity;
