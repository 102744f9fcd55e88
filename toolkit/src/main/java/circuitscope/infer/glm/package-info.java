/** Generalized linear model with coupling filters (paper, Appendix C.1, Algorithm 1), solved by Newton's method. */
package circuitscope.infer.glm;
