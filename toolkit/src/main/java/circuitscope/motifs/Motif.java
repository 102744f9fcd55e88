package circuitscope.motifs;

/** A statistic of one synapse or of two that share a neuron. J_ij is the weight from j to i; N_q the size of population q. */
public enum Motif {
    /** Summed weight, Jbar_pq = N_q E(J_ij). */
    MEAN,
    /** Scaled s.d. of what neither row nor column explains, g_pq = sqrt(N_q Var(w_ij)). */
    SPREAD,
    /** Two synapses onto one neuron, Gamma_p[q][r] = N_q N_r Cov(J_ij, J_ik). */
    CONVERGENT,
    /** Two synapses from one neuron, D_q[a][b] = N_q^2 Cov(J_ij, J_kj). */
    DIVERGENT,
    /** A synapse onto a neuron and one from it, C_apb = N_p N_b Cov(J_ij, J_jk). */
    CHAIN,
    /** The two synapses of a pair, N_p N_q Cov(J_ij, J_ji). */
    RECIPROCAL
}
