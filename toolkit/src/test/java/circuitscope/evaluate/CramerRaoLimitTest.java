package circuitscope.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.Workers;
import circuitscope.files.Json;
import circuitscope.network.AngularSignal;
import circuitscope.network.Drive;
import circuitscope.network.LinearNonlinearPoisson;
import circuitscope.network.Network;
import circuitscope.network.SpikeGeneration;
import circuitscope.network.TransferFunction;
import circuitscope.network.wiring.GivenWeights;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.WeightProfile;
import circuitscope.show.views.Views;
import circuitscope.simulate.NetworkState;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CramerRaoLimitTest {
    /** A positive definite matrix by offset, as a ring without mirror symmetry may have. */
    private static FisherInformation random(int n, long seed) {
        Random random = new Random(seed);
        double[][] factor = new double[n][n];
        for (double[] row : factor) {
            for (int k = 0; k < n; k++) {
                row[k] = random.nextGaussian();
            }
        }
        RealMatrix f = new Array2DRowRealMatrix(factor);
        return new FisherInformation(
                new Ring(n, WeightProfile.MEXICAN_HAT),
                new double[][][] {f.multiply(f.transpose()).getData()});
    }

    private static double[][] anyWeights(int n) {
        return Network.linearNonlinearPoisson().withNeurons(n).weights();
    }

    private static double norm(double[][] weights) {
        double square = 0;
        for (int i = 0; i < weights.length; i++) {
            for (int j = 0; j < weights.length; j++) {
                square += i == j ? 0 : weights[i][j] * weights[i][j];
            }
        }
        return Math.sqrt(square);
    }

    /**
     * The limit of any linear family w = A p by brute force: the information of all N x N weights as one dense matrix,
     * sqrt(trace(A (A^T I A)^-1 A^T)) / ||W||.
     */
    private static double dense(
            FisherInformation information, double[][] weights, int[][] parameterOf, int parameters) {
        int n = weights.length;
        double[][] projected = new double[parameters][parameters];
        double[] entries = new double[parameters];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    entries[parameterOf[i][j]]++;
                    for (int k = 0; k < n; k++) {
                        if (k != i) {
                            projected[parameterOf[i][j]][parameterOf[i][k]] +=
                                    information.rows()[0][Math.floorMod(j - i, n)][Math.floorMod(k - i, n)];
                        }
                    }
                }
            }
        }
        RealMatrix inverse = new LUDecomposition(new Array2DRowRealMatrix(projected))
                .getSolver()
                .getInverse();
        double variance = 0;
        for (int p = 0; p < parameters; p++) {
            variance += entries[p] * inverse.getEntry(p, p);
        }
        return Math.sqrt(variance) / norm(weights);
    }

    @Test
    void givenANeuronThatNeverFires_whenLimitsAreTaken_thenNoEstimateOfItsWeightsHasOne() {
        double[][] weights = {{0, 1, 2}, {3, 0, 4}, {5, 6, 0}};
        double[][] identity = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        double[][][] rows = {identity, identity, identity};
        // variance 1 of each of six weights
        assertEquals(
                Math.sqrt(6.0 / 91),
                CramerRaoLimit.of(new FisherInformation(new GivenWeights(weights), rows), weights)
                        .directed(),
                1e-12);
        rows[1] = new double[3][3];
        CramerRaoLimit none = CramerRaoLimit.of(new FisherInformation(new GivenWeights(weights), rows), weights);
        assertEquals(Double.POSITIVE_INFINITY, none.directed());
        assertTrue(Views.of(none).orElseThrow().text().contains("∞"));
        assertEquals(none, Json.value("limit", Json.tree(none), CramerRaoLimit.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 9})
    void givenAnyInformation_whenLimitsAreTaken_thenTheyAreThoseOfTheDenseMatrix(int n) {
        FisherInformation information = random(n, n);
        double[][] weights = anyWeights(n);
        int[][] directed = new int[n][n];
        int[][] symmetric = new int[n][n];
        int[][] profile = new int[n][n];
        int free = 0;
        int pairs = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (i != j) {
                    directed[i][j] = free++;
                    profile[i][j] = Math.min(Math.abs(i - j), n - Math.abs(i - j)) - 1;
                    if (i < j) {
                        symmetric[i][j] = pairs;
                        symmetric[j][i] = pairs++;
                    }
                }
            }
        }
        CramerRaoLimit limit = CramerRaoLimit.of(information, weights);
        assertEquals(dense(information, weights, directed, free), limit.directed(), 1e-9 * limit.directed());
        assertEquals(dense(information, weights, symmetric, pairs), limit.symmetric(), 1e-9 * limit.symmetric());
        assertEquals(dense(information, weights, profile, n / 2), limit.profile(), 1e-9 * limit.profile());
    }

    @Test
    void givenTwoNeurons_whenTheInformationIsOneNumber_thenTheLimitIsTheClosedForm() {
        FisherInformation information =
                new FisherInformation(new Ring(2, WeightProfile.MEXICAN_HAT), new double[][][] {{{9, 0}, {0, 4e6}}});
        double[][] weights = {{5, 2e-3}, {2e-3, 5}};
        CramerRaoLimit limit = CramerRaoLimit.of(information, weights);
        // variance of one weight 1 / 4e6, so s.d. 5e-4 against 2e-3; sharing two weights halves the variance
        assertEquals(0.25, limit.directed(), 1e-12);
        assertEquals(0.25 / Math.sqrt(2), limit.symmetric(), 1e-12);
        assertEquals(0.25 / Math.sqrt(2), limit.profile(), 1e-12);
    }

    @Test
    void givenAllSteps_whenInformationIsSummed_thenAsByPlainLoops() {
        Network network = Network.thresholdCrossing().withNeurons(4);
        Simulation simulation = new Simulation(network, 2, 1);
        Recording recording = simulation.run();
        TransferFunction transfer = transfer(network);
        double[][] expected = new double[4][4];
        NetworkState state = new NetworkState(simulation, recording, 0);
        for (int step = 0; step < recording.steps(); step++) {
            state.moveTo(step);
            for (int i = 0; i < 4; i++) {
                double u = state.recurrentInput(i);
                double slope = transfer.slope(u) * network.strength();
                for (int d = 0; d < 4; d++) {
                    for (int e = 0; e < 4; e++) {
                        expected[d][e] += slope
                                * slope
                                / transfer.rate(u)
                                * state.activation((i + d) % 4)
                                * state.activation((i + e) % 4)
                                / 4;
                    }
                }
            }
        }
        FisherInformation found =
                FisherInformation.of(simulation, recording, recording.segments(), 1, 1, Workers.all());
        for (int d = 1; d < 4; d++) {
            for (int e = 1; e < 4; e++) {
                assertEquals(expected[d][e], found.rows()[0][d][e], 1e-9 * Math.abs(expected[d][e]));
            }
        }
    }

    /** Neuron i has the incoming weights of neuron i + k, so a weight of the profile acts on another neuron's activation. */
    @Test
    void givenWeightsThatAnAngleTurns_whenInformationIsSummed_thenAsByPlainLoopsOverTurnedWeights() {
        int n = 10;
        Drive.Rotation drive = new Drive.Rotation(1e-3, new AngularSignal.Sinusoid(2, 500), 0.4);
        Network network = Network.linearNonlinearPoisson().withNeurons(n).withDrive(drive);
        Simulation simulation = new Simulation(network, 2, 1);
        Recording recording = simulation.run();
        TransferFunction transfer = transfer(network);
        double[][] weights = network.weights();
        double[][] expected = new double[n][n];
        NetworkState state = new NetworkState(simulation, recording, 0);
        Set<Integer> shifts = new HashSet<>();
        for (int step = 0; step < recording.steps(); step++) {
            state.moveTo(step);
            double theta = 2 * Math.sin(2 * Math.PI * step * network.dtMs() / 500);
            int shift = Math.floorMod((int) Math.floor(n * 0.4 * theta / (2 * Math.PI)), n);
            shifts.add(shift);
            for (int i = 0; i < n; i++) {
                double u = 0;
                for (int j = 0; j < n; j++) {
                    u += network.strength() * weights[(i + shift) % n][j] * state.activation(j);
                }
                double slope = transfer.slope(u) * network.strength();
                for (int d = 0; d < n; d++) {
                    for (int e = 0; e < n; e++) {
                        expected[d][e] += slope
                                * slope
                                / transfer.rate(u)
                                * state.activation((i + shift + d) % n)
                                * state.activation((i + shift + e) % n)
                                / n;
                    }
                }
            }
        }
        assertTrue(shifts.size() > 2, "shifts " + shifts);
        FisherInformation found =
                FisherInformation.of(simulation, recording, recording.segments(), 1, 1, Workers.all());
        for (int d = 1; d < n; d++) {
            for (int e = 1; e < n; e++) {
                assertEquals(expected[d][e], found.rows()[0][d][e], 1e-9 * Math.abs(expected[d][e]));
            }
        }
    }

    /** Maximum likelihood is efficient: over many recordings its mean squared error is that of the limit. */
    @Test
    void givenAnEfficientEstimator_whenRunOnManyRecordings_thenItAttainsTheLimit() {
        // far above threshold the link is a straight line, which is where maximum likelihood is efficient soonest
        Network network = Network.ring(
                        new WeightProfile.DifferenceOfGaussians(1, 3, 1.2), 4e-4, new LinearNonlinearPoisson(-4e-3, 2))
                .withNeurons(4);
        double[][] weights = network.weights();
        int trials = 50;
        double squares = 0;
        double expected = 0;
        for (int trial = 0; trial < trials; trial++) {
            Simulation simulation = new Simulation(network, 12, 100 + trial);
            Recording recording = simulation.run();
            double[][] estimate = maximumLikelihood(simulation, recording);
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 4; j++) {
                    double error = i == j ? 0 : estimate[i][j] - weights[i][j];
                    squares += error * error / trials;
                }
            }
            FisherInformation information =
                    FisherInformation.of(simulation, recording, recording.segments(), 20, trial, Workers.all());
            expected += Math.pow(CramerRaoLimit.of(information, weights).directed() * norm(weights), 2) / trials;
        }
        // 50 trials of 12 weights: the ratio of variances has a standard error of about 6 percent
        assertEquals(1, squares / expected, 0.15);
    }

    private static TransferFunction transfer(Network network) {
        return ((SpikeGeneration.Instantaneous) network.spiking())
                .transfer(network.drive().at(0), network.dtMs());
    }

    /** Of a circuit that is no ring every neuron has its own matrix: here it is a ring all the same. */
    @Test
    void givenTheWeightsOfARing_whenTheyAreGivenAsAnyMatrix_thenTheDirectedLimitIsThatOfTheRing() {
        Network ring = Network.linearNonlinearPoisson().withNeurons(6);
        Simulation asRing = new Simulation(ring, 30, 3);
        Simulation asAny = new Simulation(ring.withWiring(new GivenWeights(ring.weights())), 30, 3);
        Recording recording = asRing.run();
        FisherInformation one = FisherInformation.of(asRing, recording, recording.segments(), 1, 1, Workers.all());
        FisherInformation each = FisherInformation.of(asAny, recording, recording.segments(), 1, 1, Workers.all());
        double sum = 0;
        for (int i = 0; i < 6; i++) {
            sum += each.rows()[i][(i + 2) % 6][(i + 3) % 6] / 6;
        }
        assertEquals(one.rows()[0][2][3], sum, 1e-9 * sum);
        CramerRaoLimit limit = CramerRaoLimit.of(each, ring.weights());
        assertEquals(CramerRaoLimit.of(one, ring.weights()).directed(), limit.directed(), 0.02 * limit.directed());
        assertTrue(Double.isNaN(limit.symmetric()) && Double.isNaN(limit.profile()));
    }

    /** One weight for each offset of a directed ring. */
    @Test
    void givenADirectedRing_whenLimitsAreTaken_thenTheProfileHasAsManyWeightsAsOffsets() {
        Ring directed = new Ring(5, WeightProfile.MEXICAN_HAT.shifted(1));
        FisherInformation any = random(5, 5);
        FisherInformation information = new FisherInformation(directed, any.rows());
        int[][] offset = new int[5][5];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                offset[i][j] = Math.floorMod(j - i, 5) - 1;
            }
        }
        CramerRaoLimit limit = CramerRaoLimit.of(information, directed.weights());
        assertEquals(dense(information, directed.weights(), offset, 4), limit.profile(), 1e-9 * limit.profile());
        assertTrue(Double.isNaN(limit.symmetric()));
    }

    /** Newton's method on each row with everything else known, the self-connection included. */
    private static double[][] maximumLikelihood(Simulation simulation, Recording recording) {
        Network network = simulation.network();
        int n = network.neurons();
        TransferFunction transfer = transfer(network);
        double[][] estimate = network.weights();
        double[][] self = network.weights();
        for (int iteration = 0; iteration < 3; iteration++) {
            double[][] gradient = new double[n][n];
            double[][][] information = new double[n][n][n];
            NetworkState state = new NetworkState(simulation, recording, 0);
            int next = 0;
            for (int step = 0; step < recording.steps(); step++) {
                state.moveTo(step);
                int[] counts = new int[n];
                for (; next < recording.spikes() && recording.stepOf(next) == step; next++) {
                    counts[recording.neuronOf(next)]++;
                }
                for (int i = 0; i < n; i++) {
                    double u = 0;
                    for (int j = 0; j < n; j++) {
                        u += network.strength() * (i == j ? self : estimate)[i][j] * state.activation(j);
                    }
                    double slope = network.strength() * transfer.slope(u);
                    double rate = transfer.rate(u);
                    for (int j = 0; j < n; j++) {
                        gradient[i][j] += (counts[i] / rate - 1) * slope * state.activation(j);
                        for (int k = 0; k < n; k++) {
                            information[i][j][k] += slope * slope / rate * state.activation(j) * state.activation(k);
                        }
                    }
                }
            }
            for (int i = 0; i < n; i++) {
                // the self-connection is known: its equation is replaced by "no change"
                for (int k = 0; k < n; k++) {
                    information[i][i][k] = k == i ? 1 : 0;
                    information[i][k][i] = k == i ? 1 : 0;
                }
                gradient[i][i] = 0;
                double[] change = new LUDecomposition(new Array2DRowRealMatrix(information[i]))
                        .getSolver()
                        .solve(new ArrayRealVector(gradient[i]))
                        .toArray();
                for (int j = 0; j < n; j++) {
                    estimate[i][j] += change[j];
                }
            }
        }
        return estimate;
    }
}
