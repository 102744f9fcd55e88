package circuitscope.evaluate;

import circuitscope.Parallel;
import circuitscope.Progress;
import circuitscope.simulate.NetworkState;
import circuitscope.simulate.RingNetwork;
import circuitscope.simulate.TransferFunction;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * What the spikes of a simulated ring tell about a neuron's incoming weights when everything else (synapse, link, drive)
 * is known. All neurons of a ring are alike, so their information is averaged over the ring by offset:
 *
 * <pre>
 *   I[d][e] = mean over i of sum over steps of lambda_i'(u_i)^2 / lambda_i * r^2 s_{i+d} s_{i+e}
 * </pre>
 *
 * @param byOffset the matrix I, shape (N, N); row and column 0 belong to the self-connection, which no metric uses
 */
public record FisherInformation(double[][] byOffset) {
    // below this share of a neuron's own peak rate it fires less than once in hours
    private static final double LEAST_RATE = 1e-12;

    /**
     * @param network the network that generated the spikes
     * @param recording its spikes
     * @param stretches the steps that are informative
     * @param stride one step in every {@code stride} is visited, drawn at random, and stands for all of them
     * @param seed seed of the drawn steps
     * @param progress hears of finished pieces
     * @return the information
     * @throws circuitscope.InputException if network and recording do not belong together
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static FisherInformation of(
            RingNetwork network,
            Recording recording,
            List<Segment> stretches,
            int stride,
            long seed,
            Progress progress) {
        int n = network.neurons();
        List<Segment> pieces = new ArrayList<>();
        long total = stretches.stream().mapToLong(Segment::length).sum();
        int length = (int) Math.max(stride, total / 8 + 1);
        for (Segment stretch : stretches) {
            for (int start = stretch.start(); start < stretch.end(); start += length) {
                pieces.add(new Segment(start, (int) Math.min(stretch.end(), (long) start + length)));
            }
        }
        List<double[][]> parts = Parallel.map(
                pieces, "Fisher information", progress, piece -> sum(network, recording, piece, stride, seed));
        double[][] byOffset = new double[n][n];
        for (double[][] part : parts) {
            for (int d = 0; d < n; d++) {
                for (int e = 0; e <= d; e++) {
                    byOffset[d][e] += part[d][e] / n;
                    byOffset[e][d] = byOffset[d][e];
                }
            }
        }
        return new FisherInformation(byOffset);
    }

    /**
     * @param other information of other, independent steps
     * @return the information of both
     */
    public FisherInformation plus(FisherInformation other) {
        int n = byOffset.length;
        double[][] sum = new double[n][n];
        for (int d = 0; d < n; d++) {
            for (int e = 0; e < n; e++) {
                sum[d][e] = byOffset[d][e] + other.byOffset[d][e];
            }
        }
        return new FisherInformation(sum);
    }

    /** Lower triangle of the sum over one piece and all neurons. */
    private static double[][] sum(RingNetwork network, Recording recording, Segment piece, int stride, long seed) {
        int n = network.neurons();
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed + piece.start());
        NetworkState state = new NetworkState(network, recording, piece.start());
        TransferFunction transfer = network.spiking().transfer(network.drive());
        double square = network.strength() * network.strength();
        double[][] sum = new double[n][n];
        double[] twice = new double[2 * n];
        double[] s = new double[n];
        for (int start = piece.start(); start < piece.end(); start += stride) {
            Progress.stopIfInterrupted("computing the Fisher information");
            int run = Math.min(stride, piece.end() - start);
            state.moveTo(start + random.nextInt(run));
            for (int j = 0; j < n; j++) {
                twice[j] = state.activation(j);
                twice[j + n] = twice[j];
            }
            for (int i = 0; i < n; i++) {
                double rate = transfer.rate(state.recurrentInput(i));
                double slope = transfer.slope(state.recurrentInput(i));
                if (rate > LEAST_RATE && slope != 0) {
                    System.arraycopy(twice, i, s, 0, n);
                    double information = run * square * slope * slope / rate;
                    for (int d = 0; d < n; d++) {
                        double factor = information * s[d];
                        double[] out = sum[d];
                        for (int e = 0; e <= d; e++) {
                            out[e] += factor * s[e];
                        }
                    }
                }
            }
        }
        return sum;
    }
}
