package circuitscope.network;

/** The expected number of spikes in a step as a function of the recurrent input u = r (W s) of a neuron. */
public interface TransferFunction {
    /**
     * @param recurrent recurrent input u
     * @return expected number of spikes in the step
     */
    double rate(double recurrent);

    /**
     * @param recurrent recurrent input u
     * @return derivative of the rate by u
     */
    double slope(double recurrent);
}
