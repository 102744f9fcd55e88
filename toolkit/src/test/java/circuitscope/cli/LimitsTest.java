package circuitscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.InputException;
import circuitscope.data.Dataset;
import circuitscope.data.Source;
import circuitscope.evaluate.FisherInformation;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void givenSpikesThatTellNothing_whenLimitsAreAskedFor_thenASentenceSaysSo() {
        Network ring = Network.linearNonlinearPoisson().withNeurons(8);
        Dataset dataset = new Source.Simulated(new Simulation(ring, 1, 1)).load();
        FisherInformation nothing = new FisherInformation(ring.wiring(), new double[1][8][8]);
        assertEquals(
                "The spikes tell nothing about some weight, so no estimate of it has a limit; take a longer recording.",
                assertThrows(InputException.class, () -> Limits.limit(dataset, nothing))
                        .getMessage());
    }
}
