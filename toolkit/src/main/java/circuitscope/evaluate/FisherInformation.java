package circuitscope.evaluate;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.network.Network;
import circuitscope.network.SpikeGeneration;
import circuitscope.network.TransferFunction;
import circuitscope.network.wiring.Ring;
import circuitscope.network.wiring.Wiring;
import circuitscope.simulate.NetworkState;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What the spikes of a simulated network tell about a neuron's incoming weights when everything else (synapse, link, drive)
 * is known:
 *
 * <pre>
 *   I_i[j][k] = sum over steps of lambda_i'(u_i)^2 / lambda_i * r^2 s_j s_k
 * </pre>
 *
 * All neurons of a ring are alike, so their information is averaged over the ring by offset: j and k count from neuron i on.
 *
 * @param wiring who is connected to whom
 * @param rows the matrix I_i of each neuron, shape (N, N, N), with 0 in row and column i; of a ring the one mean matrix by
 *     offset, shape (1, N, N), with 0 in row and column 0
 */
public record FisherInformation(Wiring wiring, double[][][] rows) {
    // below this share of a neuron's own peak rate it fires less than once in hours
    private static final double LEAST_RATE = 1e-12;
    /** Pieces of time, or groups of neurons, that are summed side by side. */
    private static final int PIECES = 8;

    private static final String STAGE = "Fisher information";

    /**
     * @param simulation how the spikes were generated
     * @param recording the spikes
     * @param stretches the steps that are informative
     * @param stride one step in every {@code stride} is visited, drawn at random, and stands for all of them
     * @param seed seed of the drawn steps
     * @param workers threads, and who hears of finished pieces
     * @return the information
     * @throws InputException if simulation and recording do not belong together, or the rates of the network have no closed
     *     form, or its synapses have latencies
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static FisherInformation of(
            Simulation simulation,
            Recording recording,
            List<Segment> stretches,
            int stride,
            long seed,
            Workers workers) {
        InputException.requireBetween("Stride of the Fisher information", stride, 1, Integer.MAX_VALUE);
        Network network = simulation.network();
        if (!(network.spiking() instanceof SpikeGeneration.Instantaneous spiking)) {
            throw InputException.of(
                    "The rates of integrate-and-fire neurons with noise have no closed form, so there are no limits; take"
                            + " another network.");
        }
        if (network.synapse().hasLatency()) {
            throw InputException.of("Limits are known for synapses without latency only; take another network.");
        }
        Sampling sampling = new Sampling(simulation, recording, spiking, stride, seed);
        return network.wiring() instanceof Ring
                ? new FisherInformation(network.wiring(), new double[][][] {sampling.byOffset(stretches, workers)})
                : new FisherInformation(network.wiring(), sampling.byNeuron(stretches, workers));
    }

    /** {@return whether there is one matrix by offset, because all neurons are alike} */
    public boolean isOfRing() {
        return wiring instanceof Ring;
    }

    /**
     * @param other information of other, independent steps of the same network
     * @return the information of both
     */
    public FisherInformation plus(FisherInformation other) {
        double[][][] sum = new double[rows.length][rows[0].length][rows[0].length];
        for (int i = 0; i < sum.length; i++) {
            for (int j = 0; j < sum[i].length; j++) {
                for (int k = 0; k < sum[i].length; k++) {
                    sum[i][j][k] = rows[i][j][k] + other.rows[i][j][k];
                }
            }
        }
        return new FisherInformation(wiring, sum);
    }

    /** Steps that are drawn and stand for the others. */
    private record Sampling(
            Simulation simulation, Recording recording, SpikeGeneration.Instantaneous spiking, int stride, long seed) {
        /** Hears the state at a drawn step. */
        @FunctionalInterface
        private interface Visitor {
            void at(NetworkState state, TransferFunction transfer, int standsFor);
        }

        private void visit(Segment piece, Visitor visitor) {
            Network network = simulation.network();
            UniformRandomProvider random = RandomStreams.of(seed, STAGE, piece.start());
            NetworkState state = new NetworkState(simulation, recording, piece.start());
            for (int start = piece.start(); start < piece.end(); start += stride) {
                Progress.stopIfInterrupted("computing the Fisher information");
                int run = Math.min(stride, piece.end() - start);
                int step = start + random.nextInt(run);
                state.moveTo(step);
                visitor.at(state, spiking.transfer(network.drive().at(step * network.dtMs()), network.dtMs()), run);
            }
        }

        /** Weight of a neuron's products of activations at a step, 0 where it tells nothing. */
        private double weight(NetworkState state, TransferFunction transfer, int neuron, int run) {
            double r = simulation.network().strength();
            double rate = transfer.rate(state.recurrentInput(neuron));
            double slope = transfer.slope(state.recurrentInput(neuron));
            return rate > LEAST_RATE ? run * r * r * slope * slope / rate : 0;
        }

        double[][] byOffset(List<Segment> stretches, Workers workers) {
            int n = recording.neurons();
            List<double[][]> parts = workers.map(Segment.pieces(stretches, PIECES), STAGE, piece -> {
                double[][] sum = new double[n][n];
                double[] twice = new double[2 * n];
                double[] s = new double[n];
                visit(piece, (state, transfer, run) -> {
                    for (int j = 0; j < n; j++) {
                        twice[j] = state.activation(j);
                        twice[j + n] = twice[j];
                    }
                    for (int i = 0; i < n; i++) {
                        double weight = weight(state, transfer, i, run);
                        if (weight != 0) {
                            System.arraycopy(twice, i, s, 0, n);
                            addLowerSquares(weight / n, s, sum);
                        }
                    }
                });
                return sum;
            });
            double[][] byOffset = new double[n][n];
            for (double[][] part : parts) {
                addMirrored(part, byOffset);
            }
            clear(byOffset, 0);
            return byOffset;
        }

        double[][][] byNeuron(List<Segment> stretches, Workers workers) {
            int n = recording.neurons();
            double[][][] rows = new double[n][][];
            workers.map(Math.min(n, PIECES), STAGE, group -> {
                int first = group * n / Math.min(n, PIECES);
                int last = (group + 1) * n / Math.min(n, PIECES);
                double[][][] sums = new double[last - first][n][n];
                double[] s = new double[n];
                for (Segment stretch : stretches) {
                    visit(stretch, (state, transfer, run) -> {
                        for (int j = 0; j < n; j++) {
                            s[j] = state.activation(j);
                        }
                        for (int i = first; i < last; i++) {
                            double weight = weight(state, transfer, i, run);
                            if (weight != 0) {
                                addLowerSquares(weight, s, sums[i - first]);
                            }
                        }
                    });
                }
                for (int i = first; i < last; i++) {
                    rows[i] = new double[n][n];
                    addMirrored(sums[i - first], rows[i]);
                    clear(rows[i], i);
                }
                return group;
            });
            return rows;
        }

        private static void addLowerSquares(double weight, double[] s, double[][] sum) {
            for (int d = 0; d < s.length; d++) {
                double factor = weight * s[d];
                double[] out = sum[d];
                for (int e = 0; e <= d; e++) {
                    out[e] += factor * s[e];
                }
            }
        }

        private static void addMirrored(double[][] lower, double[][] out) {
            for (int d = 0; d < lower.length; d++) {
                for (int e = 0; e <= d; e++) {
                    out[d][e] += lower[d][e];
                    out[e][d] = out[d][e];
                }
            }
        }

        /** A neuron has no weight to itself that a metric uses. */
        private static void clear(double[][] matrix, int own) {
            for (int j = 0; j < matrix.length; j++) {
                matrix[own][j] = 0;
                matrix[j][own] = 0;
            }
        }
    }
}
