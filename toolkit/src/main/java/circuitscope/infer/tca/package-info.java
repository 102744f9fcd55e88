/** Tensor component analysis (paper, Appendix C.2, Algorithm 2; Williams et al., 2018) by alternating least squares. */
package circuitscope.infer.tca;
