package circuitscope.show.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.SteadyState;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.Trajectories;
import circuitscope.lowrank.compare.MixtureSelection;
import circuitscope.lowrank.flow.Flow;
import circuitscope.lowrank.flow.FlowOptions;
import circuitscope.lowrank.inverse.Identifiability;
import circuitscope.lowrank.spikes.ChoiceTask;
import circuitscope.show.charts.PhasePortrait;
import java.util.List;
import org.junit.jupiter.api.Test;

class LowRankViewsTest {
    private final LowRankNetwork network = LowRankNetwork.of(TestCase.RING.law().draw(50, 1));

    private static String text(Object value) {
        return Views.of(value).orElseThrow().text();
    }

    private static boolean drawn(Object value) {
        return Views.of(value).orElseThrow().html().contains("<img");
    }

    @Test
    void givenValuesOfLowRank_whenShown_thenAsPicturesTablesAndSentences() {
        Trajectories activity = network.run(TestCase.starts(), 5, Workers.of(1));
        assertTrue(drawn(activity));
        assertTrue(drawn(network));
        assertTrue(drawn(Flow.fit(network.loadings().m(), FlowOptions.standard().withSteps(3), 1, Workers.of(1))));
        assertTrue(drawn(new MixtureSelection(new double[] {-2, -1}, new double[] {0.1, 0})));
        assertTrue(text(Identifiability.of(activity, network.loadings().received(), network.phi()))
                .contains("even functions of m"));
        LowRankNetwork choice = LowRankNetwork.of(ChoiceTask.law().draw(10, 1));
        assertTrue(text(choice).contains("1"));
        assertTrue(text(ChoiceTask.run(choice, 3, 1, Workers.of(1))).contains("360"));
        assertThrows(InputException.class, () -> PhasePortrait.of("", ChoiceTask.run(choice, 2, 1, Workers.of(1))));
    }

    @Test
    void givenAContinuumOfFixedPoints_whenShown_thenTheirNumberAndTheFirstTwelve() {
        List<SteadyState> ring = SteadyState.all(TestCase.RING.law().meanField(network.phi()), TestCase.starts());
        String shown = text(ring);
        assertTrue(shown.startsWith(ring.size() + " fixed points, of which 12 are shown"), shown);
        assertEquals(12, shown.split("neutral", -1).length - 1);
    }
}
