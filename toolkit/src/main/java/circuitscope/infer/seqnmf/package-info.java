/** Sequence non-negative matrix factorization (paper, Appendix C.3, Algorithm 3; Mackevicius et al., 2019). */
package circuitscope.infer.seqnmf;
