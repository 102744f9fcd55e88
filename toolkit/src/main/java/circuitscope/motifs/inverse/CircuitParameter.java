package circuitscope.motifs.inverse;

/** A parameter of the excitatory-inhibitory circuit that shows in its rates. */
public enum CircuitParameter {
    /** Summed weight from excitatory to excitatory neurons. */
    MEAN_EE("Jbar E <- E", -20, 20),
    /** Summed weight from inhibitory to excitatory neurons. */
    MEAN_EI("Jbar E <- I", -20, 20),
    /** Summed weight from excitatory to inhibitory neurons. */
    MEAN_IE("Jbar I <- E", -20, 20),
    /** Summed weight from inhibitory to inhibitory neurons. */
    MEAN_II("Jbar I <- I", -20, 20),
    /** Convergent strength, the variance of what neurons receive. */
    CONVERGENT("convergent", 1e-3, 100),
    /** Chain strength, the covariance of what neurons receive and send. */
    CHAIN("chain", -20, 20),
    /** Spread g of independent weights. */
    SPREAD("spread g", 1e-3, 20);

    private final String label;
    private final double least;
    private final double most;

    CircuitParameter(String label, double least, double most) {
        this.label = label;
        this.least = least;
        this.most = most;
    }

    /** {@return its name in tables} */
    public String label() {
        return label;
    }

    /** {@return the smallest value that is looked at} */
    public double least() {
        return least;
    }

    /** {@return the largest value that is looked at} */
    public double most() {
        return most;
    }
}
