/** Inverse Ising problem in mean field: couplings from means and covariances of binary spikes (Roudi et al., 2009). */
package circuitscope.infer.ising;
