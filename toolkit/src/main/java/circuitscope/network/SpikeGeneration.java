package circuitscope.network;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How the input of a neuron becomes spikes. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ThresholdCrossing.class, name = "threshold"),
    @JsonSubTypes.Type(value = LinearNonlinearPoisson.class, name = "lnp"),
    @JsonSubTypes.Type(value = ExponentialLink.class, name = "exponential"),
    @JsonSubTypes.Type(value = LeakyIntegrateAndFire.class, name = "integrate-and-fire")
})
public sealed interface SpikeGeneration permits SpikeGeneration.Instantaneous, LeakyIntegrateAndFire {
    /**
     * Spikes that depend on the input of their own step alone: an expected number of spikes is a known function of it.
     */
    sealed interface Instantaneous extends SpikeGeneration
            permits ThresholdCrossing, LinearNonlinearPoisson, ExponentialLink {
        /**
         * @param drive feed-forward drive b
         * @param dtMs length of a step in ms
         * @return how recurrent input becomes an expected number of spikes under this drive; never falling
         */
        TransferFunction transfer(double drive, double dtMs);
    }
}
