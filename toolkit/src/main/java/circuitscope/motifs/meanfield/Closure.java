package circuitscope.motifs.meanfield;

/** How the variance s_p^2 that independent weights give the input of a population follows from the rates. */
public enum Closure {
    /** s_p^2 = sum_q g_pq^2 &lt;phi^2&gt;_q, exact at a fixed point of many neurons. */
    FULL,
    /** s_p^2 = sum_q g_pq^2 kappa_q^2: a function of the 2P latent variables, too small where rates differ between neurons. */
    LATENT
}
