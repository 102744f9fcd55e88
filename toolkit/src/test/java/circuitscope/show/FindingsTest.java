package circuitscope.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.experiment.ComputedOutcome;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.store.OutcomeStore;
import circuitscope.files.Json;
import circuitscope.motifs.Spectrum;
import circuitscope.motifs.trials.CircuitRates;
import circuitscope.motifs.trials.MotifsFromRates;
import circuitscope.motifs.trials.Outliers;
import circuitscope.systems.CouplingTrial;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsTest {
    private final Findings kept = Findings.ofProject("motifs");

    @Test
    void givenTheListOfMotifs_whenCompared_thenEveryExperimentHasItsOutcome() {
        List<Experiment> list = OutcomeStore.list("motifs");
        assertEquals(
                list.stream().map(Experiment::key).toList(),
                kept.all().stream().map(ComputedOutcome::key).toList());
        assertTrue(OutcomeStore.ofProject().status(list).complete());
    }

    @Test
    void givenAListOfFitsAndComputations_whenWhatIsKeptIsAsked_thenItIsOfItsComputations() {
        List<String> list =
                OutcomeStore.list("peers").stream().map(Experiment::key).toList();
        Findings some = Findings.soFar("peers");
        assertTrue(
                list.containsAll(some.all().stream().map(ComputedOutcome::key).toList()));
        assertEquals(
                10, some.trials(new CouplingTrial(), "variables-tanh-switching").size());
        assertThrows(InputException.class, () -> Findings.soFar("table1"));
    }

    /** One of each computation that takes less than a few seconds. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "motifs-outliers-chain-minus-4-13",
                "motifs-fixed-points-1000-chain-7-11",
                "motifs-step-noisy-12",
                "motifs-sparse-9-15",
                "motifs-from-rates-means-known-14"
            })
    void givenAKeptOutcome_whenComputedAnew_thenItIsTheSame(String name) {
        assertEquals(kept.named(name).key(), kept.anew(name).key());
    }

    @Test
    void givenKeptOutliers_whenComparedToTheTheory_thenTheyAreNearIt() {
        List<Outliers.Found> found = kept.trials(new Outliers(), "motifs-outliers-chain-4");
        assertEquals(5, found.size());
        double theory = Spectrum.of(new Outliers.Options(1000, 4, 4, 4, 0.2).model())
                .outliers()
                .get(0)
                .getReal();
        for (Outliers.Found each : found) {
            assertEquals(theory, each.real().get(0), 0.05 * theory);
        }
    }

    @Test
    void givenAnOutcomeThatSomethingElseGave_whenComputedAnew_thenASentenceSaysSo() {
        ComputedOutcome good = kept.named("motifs-fixed-points-1000-chain-7-11");
        CircuitRates.Found found = good.findings(new CircuitRates());
        List<Double> wrong = new ArrayList<>(found.rates());
        wrong.set(1, wrong.get(1) * 1.0001);
        Findings other = new Findings(List.of(new ComputedOutcome(
                good.name(),
                good.key(),
                good.experiment(),
                good.build(),
                good.threads(),
                good.seconds(),
                Json.tree(new CircuitRates.Found(wrong, found.variances())),
                null)));
        String message = assertThrows(InputException.class, () -> other.anew(good.name()))
                .getMessage();
        assertTrue(message.contains(good.name()) && message.contains("when it was kept"), message);
        assertThrows(InputException.class, () -> kept.trials(new MotifsFromRates(), "motifs-outliers-chain-4"));
        assertThrows(InputException.class, () -> kept.named("motifs-none"));
    }
}
