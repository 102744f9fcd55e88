package circuitscope.infer.ising;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.infer.binned.PlantedPatterns;
import circuitscope.spikes.Recording;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class InverseIsingTest {
    private static final double[] FIELDS = {-0.4, 0.3, -0.6, 0.1};
    private static final double[][] COUPLINGS = {
        {0, 0.10, -0.08, 0.05},
        {0.10, 0, 0.06, -0.12},
        {-0.08, 0.06, 0, 0.09},
        {0.05, -0.12, 0.09, 0}
    };

    private static double[][] scaled(double factor) {
        double[][] couplings = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                couplings[i][j] = factor * COUPLINGS[i][j];
            }
        }
        return couplings;
    }

    private static double largestError(MeanField approximation, double factor) {
        double[][] truth = scaled(factor);
        double[] probabilities = PlantedPatterns.spinProbabilities(FIELDS, truth);
        double[][] found = InverseIsing.couplings(
                approximation,
                PlantedPatterns.means(probabilities, 4),
                InverseIsing.inverse(PlantedPatterns.covariance(probabilities, 4)));
        double error = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                error = Math.max(error, Math.abs(found[i][j] - truth[i][j]));
            }
        }
        return error;
    }

    @Test
    void givenExactMomentsOfWeakCouplings_whenSolved_thenNaiveErrsInSecondOrderAndTapInThird() {
        double naive = largestError(MeanField.NAIVE, 0.1) / largestError(MeanField.NAIVE, 0.05);
        double tap = largestError(MeanField.TAP, 0.1) / largestError(MeanField.TAP, 0.05);
        assertEquals(4, naive, 0.3);
        assertEquals(8, tap, 0.8);
        assertTrue(largestError(MeanField.TAP, 0.1) < largestError(MeanField.NAIVE, 0.1) / 3);
    }

    @Test
    void givenExactMomentsOfWeakCouplings_whenFieldsAreSolved_thenTheyAreThePlantedOnesAndTapIsNearer() {
        double[] probabilities = PlantedPatterns.spinProbabilities(FIELDS, COUPLINGS);
        double[] mean = PlantedPatterns.means(probabilities, 4);
        assertArrayEquals(FIELDS, InverseIsing.fields(MeanField.NAIVE, mean, COUPLINGS), 0.02);
        assertArrayEquals(FIELDS, InverseIsing.fields(MeanField.TAP, mean, COUPLINGS), 0.002);
    }

    @Test
    void givenAnyTapCoupling_whenPutInItsEquation_thenItSolvesIt() {
        for (double inverse : new double[] {-0.24, -0.1, 0.05, 0.2}) {
            for (double product : new double[] {-0.5, 0, 1e-9, 0.3}) {
                double coupling = MeanField.TAP.coupling(inverse, product);
                assertEquals(inverse, -coupling - 2 * coupling * coupling * product, 1e-9);
            }
        }
        // 8 * 0.9 * 0.4 > 1: the parabola ends before C^-1, at its vertex J = -1 / (4 m_i m_j)
        assertEquals(-1 / (4 * 0.9), MeanField.TAP.coupling(0.4, 0.9), 1e-12);
    }

    @Test
    void givenGibbsSamples_whenFitted_thenPlantedCouplingsAreFound() {
        // E(x) = x^T J x with x = (s + 1) / 2 has spin couplings -J / 2
        double[][] energy = PlantedPatterns.randomEnergy(6, 0.15, 1);
        Recording recording = PlantedPatterns.gibbs(energy, 200_000, 2);
        IsingResult result =
                new InverseIsing().fit(recording, IsingOptions.standard().withBin(1));
        for (int i = 0; i < 6; i++) {
            assertEquals(0, result.weights()[i][i]);
            for (int j = 0; j < i; j++) {
                assertEquals(-energy[i][j] / 2, result.weights()[i][j], 0.02, i + ", " + j);
            }
        }
        assertEquals(0, result.unsolvedPairs());
        assertTrue(result.rates().isEmpty());
    }

    @Test
    void givenTwoNeuronsThatFireAlike_whenFitted_thenTheMessageNamesOne() {
        Recording.Builder builder = Recording.builder(3, 1000, 1);
        for (int t = 0; t < 1000; t++) {
            if (t % 3 == 0) {
                builder.add(t, 0).add(t, 2);
            }
            if (t % 7 == 0) {
                builder.add(t, 1);
            }
        }
        Recording recording = builder.build();
        String message = assertThrows(
                        InputException.class,
                        () -> new InverseIsing()
                                .fit(recording, IsingOptions.standard().withBin(1)))
                .getMessage();
        assertTrue(message.contains("neuron 2"), message);
    }

    @Test
    void givenFewerBinsThanNeuronsOrWrongOptions_whenFitted_thenOneSentenceSaysWhy() {
        Recording recording = PlantedPatterns.gibbs(PlantedPatterns.randomEnergy(6, 0.1, 1), 100, 2);
        assertTrue(assertThrows(
                        InputException.class,
                        () -> new InverseIsing()
                                .fit(recording, IsingOptions.standard().withBin(20)))
                .getMessage()
                .contains("bins of 20.0 ms, expected more than the 6 neurons"));
        assertThrows(InputException.class, () -> IsingOptions.standard().withApproximation(null));
        assertThrows(InputException.class, () -> IsingOptions.standard().withBin(Double.NaN));
    }

    @Test
    void givenAnInterruptedThread_whenFitting_thenItStops() {
        Recording recording = PlantedPatterns.gibbs(PlantedPatterns.randomEnergy(6, 0.1, 1), 1000, 2);
        Thread.currentThread().interrupt();
        assertThrows(
                CancellationException.class,
                () -> new InverseIsing().fit(recording, IsingOptions.standard().withBin(1)));
    }
}
