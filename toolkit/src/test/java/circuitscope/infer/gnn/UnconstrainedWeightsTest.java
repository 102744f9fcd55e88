package circuitscope.infer.gnn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.gnn.GnnOptions.Preconditioner;
import circuitscope.infer.messagepassing.Architecture;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class UnconstrainedWeightsTest {
    private static final Recording RECORDING =
            new Simulation(Network.thresholdCrossing().withNeurons(10), 2, 1).run();
    private static final List<Segment> PARTS = List.of(new Segment(0, 9_000), new Segment(11_000, 20_000));

    @Test
    void givenARecording_whenItsCovarianceIsTaken_thenAsByPlainSumsOverSpikes() {
        double tau = 10;
        double[][] covariance = UnconstrainedWeights.covariance(RECORDING, PARTS, tau);
        double[] mean = new double[10];
        double[][] squares = new double[10][10];
        int rows = 0;
        for (Segment part : PARTS) {
            for (int step = part.start(); step < part.end(); step++) {
                double[] s = new double[10];
                for (int k = RECORDING.firstSpikeFrom(Math.max(0, step - 3_000));
                        k < RECORDING.spikes() && RECORDING.stepOf(k) < step;
                        k++) {
                    s[RECORDING.neuronOf(k)] += Math.exp(-(step - RECORDING.stepOf(k) - 1) * RECORDING.dtMs() / tau);
                }
                for (int i = 0; i < 10; i++) {
                    mean[i] += s[i];
                    for (int j = 0; j < 10; j++) {
                        squares[i][j] += s[i] * s[j];
                    }
                }
                rows++;
            }
        }
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < 10; j++) {
                double expected = squares[i][j] / rows - mean[i] / rows * mean[j] / rows;
                assertEquals(expected, covariance[i][j], 1e-4 * (1 + Math.abs(expected)));
            }
        }
    }

    @Test
    void givenACovariance_whenItsInverseRootIsTaken_thenItsSquareUndoesIt() {
        RealMatrix matrix = new Array2DRowRealMatrix(UnconstrainedWeights.covariance(RECORDING, PARTS, 10));
        RealMatrix root = new Array2DRowRealMatrix(UnconstrainedWeights.inverseRoot(matrix.getData()));
        RealMatrix damped = matrix.scalarMultiply(10 / matrix.getTrace());
        for (int i = 0; i < 10; i++) {
            damped.addToEntry(i, i, UnconstrainedWeights.DAMPING);
        }
        RealMatrix identity = root.multiply(root).multiply(damped);
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < 10; j++) {
                assertEquals(i == j ? 1 : 0, identity.getEntry(i, j), 1e-9);
            }
        }
    }

    @Test
    void givenWhitenedPairs_whenTheirWeightsAreRead_thenTheyAreRowsOfTheInverseRootWithoutDiagonal() {
        Parameters p = new Parameters();
        UnconstrainedWeights.initialize(p, 10, Preconditioner.WHITENED);
        for (int i = 0; i < 10; i++) {
            p.get(UnconstrainedWeights.PAIRS)[i * 10 + i] = 2;
        }
        Architecture shape = Architecture.standard();
        float[] w = new UnconstrainedWeights(
                        Request.of(RECORDING).withSplit(new Split(PARTS, List.of(), List.of())),
                        shape,
                        Preconditioner.WHITENED)
                .weights(p);
        double[][] root = UnconstrainedWeights.inverseRoot(
                UnconstrainedWeights.covariance(RECORDING, PARTS, UnconstrainedWeights.tauMs(shape)));
        for (int i = 0; i < 10; i++) {
            for (int j = 0; j < 10; j++) {
                assertEquals(i == j ? 0 : 2 * root[i][j], w[i * 10 + j], 1e-5);
            }
        }
    }
}
