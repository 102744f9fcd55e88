package circuitscope.simulate;

/** How the input of a neuron becomes spikes. */
public sealed interface SpikeGeneration permits ThresholdCrossing, LinearNonlinearPoisson {
    /** {@return the threshold of the input, g_th} */
    double threshold();

    /**
     * @param threshold the threshold of the input, g_th
     * @return the same with another threshold
     */
    SpikeGeneration withThreshold(double threshold);

    /**
     * @param drive feed-forward drive b
     * @return how recurrent input becomes an expected number of spikes under this drive
     */
    TransferFunction transfer(double drive);
}
