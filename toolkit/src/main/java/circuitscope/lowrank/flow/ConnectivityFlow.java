package circuitscope.lowrank.flow;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.lowrank.Loadings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A distribution of connectivity: one flow for what neurons receive, p(m, b, d), and one for what they send given that,
 * p(n | m, b, d). Numbers that are the same for all neurons, as biases of 0, are kept apart.
 *
 * @param received flow of those numbers of c = (m, b, d) that vary
 * @param sent flow of n given them
 * @param rank number R of latent variables
 * @param varying numbers of c that vary
 * @param constant c, of use where it does not vary, shape (R + U + 1)
 */
public record ConnectivityFlow(Flow received, Flow sent, int rank, int[] varying, double[] constant) {
    private static final double SAME = 1e-9;

    /**
     * @param c what each neuron receives, (m, b, d), shape (N, R + U + 1)
     * @param n what it sends on average, as the ridge solution tells, shape (N, R)
     * @param noise s.d. of n about it: the least committed distribution is normal; 1 in the paper's code
     * @param options choices for both flows
     * @param seed seed of all random numbers
     * @param workers threads, and who hears how far it has come
     * @return the trained distribution
     * @throws InputException if shapes do not fit, or nothing varies
     */
    public static ConnectivityFlow fit(
            double[][] c, double[][] n, double noise, FlowOptions options, long seed, Workers workers) {
        return fit(c, n, noise, options, seed, workers, Optional.empty());
    }

    /**
     * @param c what each neuron receives, (m, b, d), shape (N, R + U + 1)
     * @param n what it sends on average, as the ridge solution tells, shape (N, R)
     * @param noise s.d. of n about it
     * @param options choices for both flows
     * @param seed seed of all random numbers
     * @param workers threads, and who hears how far it has come
     * @param checkpoint file that holds the state of the training of the first flow; that of the second is beside it, with
     *     "-sent" at the end of its name
     * @return the trained distribution, the same whether it was stopped in between or not
     * @throws InputException if shapes do not fit, nothing varies, or a checkpoint is of another training
     */
    public static ConnectivityFlow fit(
            double[][] c,
            double[][] n,
            double noise,
            FlowOptions options,
            long seed,
            Workers workers,
            Optional<Path> checkpoint) {
        Loadings.ofReceived(c, n);
        int[] varying = IntStream.range(0, c[0].length)
                .filter(k -> Arrays.stream(c).anyMatch(row -> Math.abs(row[k] - c[0][k]) > SAME))
                .toArray();
        if (varying.length == 0) {
            throw InputException.of("All %d neurons receive the same, expected ones that differ.", c.length);
        }
        double[][] some = columns(c, varying);
        Flow received = Flow.fit(some, new double[some.length][0], 0, options, seed, workers, checkpoint);
        Flow sent = Flow.fit(
                n,
                some,
                noise,
                options,
                seed,
                workers,
                checkpoint.map(path -> path.resolveSibling(path.getFileName() + "-sent")));
        return new ConnectivityFlow(received, sent, n[0].length, varying, c[0]);
    }

    private static double[][] columns(double[][] rows, int[] columns) {
        return Arrays.stream(rows)
                .map(row -> Arrays.stream(columns).mapToDouble(k -> row[k]).toArray())
                .toArray(double[][]::new);
    }

    /**
     * @param count number of neurons
     * @param seed seed of all random numbers
     * @param workers threads
     * @return their loadings
     * @throws InputException if the number is out of range
     */
    public Loadings sample(int count, long seed, Workers workers) {
        double[][] some = received.sample(count, seed, workers);
        return Loadings.ofReceived(whole(some), sent.sample(some, seedOfSent(seed), workers));
    }

    /**
     * @param c what each neuron receives, (m, b, d), shape (N, R + U + 1)
     * @param seed seed of all random numbers
     * @param workers threads
     * @return what each of them may send, one sample of n for each, shape (N, R)
     */
    public double[][] sampleSent(double[][] c, long seed, Workers workers) {
        return sent.sample(columns(c, varying), seedOfSent(seed), workers);
    }

    /** Both flows must not start from the same draws. */
    private static long seedOfSent(long seed) {
        return RandomStreams.of(seed, "flow sent").nextLong();
    }

    /**
     * @param loadings loadings of some neurons
     * @param workers threads
     * @return log p(m, b, d, n) of each, over what varies, shape (N)
     * @throws InputException if shapes do not fit
     */
    public double[] logDensity(Loadings loadings, Workers workers) {
        double[][] some = columns(loadings.received(), varying);
        double[] first = received.logDensity(some, new double[some.length][0], workers);
        double[] second = sent.logDensity(loadings.n(), some, workers);
        return IntStream.range(0, first.length)
                .mapToDouble(i -> first[i] + second[i])
                .toArray();
    }

    private double[][] whole(double[][] some) {
        return Arrays.stream(some)
                .map(row -> {
                    double[] c = constant.clone();
                    for (int k = 0; k < varying.length; k++) {
                        c[varying[k]] = row[k];
                    }
                    return c;
                })
                .toArray(double[][]::new);
    }
}
