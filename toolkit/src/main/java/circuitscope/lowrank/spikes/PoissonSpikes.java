package circuitscope.lowrank.spikes;

import circuitscope.InputException;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.infer.Request;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.glm.GlmOptions;
import circuitscope.infer.glm.GlmResult;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.Trajectories;
import circuitscope.lowrank.fit.Activity;
import circuitscope.lowrank.inverse.LatentVariables;
import circuitscope.motifs.rates.Nonlinearity;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;

/**
 * Spikes of the neurons of a network of low rank with phi = tanh: counts of a step are Poisson with mean (1 + tanh(h)) times the
 * mean count at h = 0.
 *
 * @param counts spike counts, shape (starts, steps + 1, N)
 * @param u inputs from outside, which are known; shape (starts, steps, U)
 * @param mean mean count of a neuron in a step at h = 0
 * @param step step a of the network
 */
public record PoissonSpikes(byte[][][] counts, double[][][] u, double mean, double step) {
    /** tanh(h) that is believed at most: the inverse has no bounds. */
    private static final double SATURATED = 0.97;

    /**
     * @param network a network with phi = tanh
     * @param latent its latent variables and inputs over time
     * @param mean mean count of a neuron in a step at h = 0
     * @param seed seed of all random numbers
     * @param workers threads
     * @return the spikes
     * @throws InputException if the mean is out of range or phi is another function
     */
    public static PoissonSpikes of(
            LowRankNetwork network, Trajectories latent, double mean, long seed, Workers workers) {
        InputException.requireBetween("Mean count in a step", mean, 1e-6, 20.0);
        if (network.phi() != Nonlinearity.TANH) {
            throw InputException.of("Rates of phi = %s, expected tanh.", network.phi());
        }
        List<byte[][]> all = workers.map(latent.z().length, "drawing spikes", s -> {
            UniformRandomProvider random = RandomStreams.of(seed, "low-rank spikes", s);
            double[][] z = latent.z()[s];
            byte[][] counts = new byte[z.length][network.loadings().neurons()];
            for (int t = 0; t < z.length; t++) {
                double[] h = network.inputs(z[t], latent.u()[s][Math.min(t, z.length - 2)]);
                for (int i = 0; i < h.length; i++) {
                    double expected = mean * (1 + Math.tanh(h[i]));
                    counts[t][i] = expected < 1e-9
                            ? 0
                            : (byte) Math.min(
                                    127, PoissonSampler.of(random, expected).sample());
                }
            }
            return counts;
        });
        return new PoissonSpikes(all.toArray(byte[][][]::new), latent.u(), mean, latent.step());
    }

    /** {@return the number of neurons} */
    public int neurons() {
        return counts[0][0].length;
    }

    /**
     * @param neurons only so many of the neurons, the first ones
     * @param starts only so many of the starts, evenly spaced in their list
     * @return a smaller recording
     * @throws InputException if there are fewer
     */
    public PoissonSpikes only(int neurons, int starts) {
        InputException.requireBetween("Number of neurons", neurons, 1, neurons());
        InputException.requireBetween("Number of starts", starts, 1, counts.length);
        byte[][][] some = new byte[starts][][];
        double[][][] inputs = new double[starts][][];
        for (int s = 0; s < starts; s++) {
            int from = (int) ((long) s * counts.length / starts);
            some[s] = Arrays.stream(counts[from])
                    .map(row -> Arrays.copyOf(row, neurons))
                    .toArray(byte[][]::new);
            inputs[s] = u[from];
        }
        return new PoissonSpikes(some, inputs, mean, step);
    }

    /**
     * Inputs h of the neurons: counts smoothed over time by a normal kernel, divided by the mean count, through the inverse of
     * tanh.
     *
     * @param steps s.d. of the kernel in steps, above 0
     * @return h, shape (starts, steps + 1, N)
     * @throws InputException if the kernel is out of range
     */
    public double[][][] inputs(double steps) {
        double[] kernel = kernel(steps);
        int reach = kernel.length / 2;
        double[][][] h = new double[counts.length][][];
        for (int s = 0; s < counts.length; s++) {
            h[s] = new double[counts[s].length][neurons()];
            for (int t = 0; t < counts[s].length; t++) {
                double weight = 0;
                for (int k = Math.max(0, t - reach); k <= Math.min(counts[s].length - 1, t + reach); k++) {
                    double share = kernel[k - t + reach];
                    weight += share;
                    for (int i = 0; i < neurons(); i++) {
                        h[s][t][i] += share * counts[s][k][i];
                    }
                }
                for (int i = 0; i < neurons(); i++) {
                    h[s][t][i] = input(h[s][t][i] / weight);
                }
            }
        }
        return h;
    }

    private static double[] kernel(double steps) {
        InputException.requireBetween("S.d. of the kernel in steps", steps, 0.1, 1000.0);
        int reach = (int) Math.ceil(3 * steps);
        double[] kernel = new double[2 * reach + 1];
        Arrays.setAll(kernel, k -> Math.exp(-Math.pow((k - reach) / steps, 2) / 2));
        return kernel;
    }

    /** The input at which so many spikes are expected in a step. */
    private double input(double expected) {
        double believed = Math.max(-SATURATED, Math.min(SATURATED, expected / mean - 1));
        return 0.5 * Math.log((1 + believed) / (1 - believed));
    }

    /** {@return the spikes as a recording: a segment for each start, one after the other, and steps that count as 1 ms each} */
    public Recording recording() {
        int length = counts[0].length;
        List<Segment> segments = IntStream.range(0, counts.length)
                .mapToObj(s -> new Segment(s * length, (s + 1) * length))
                .toList();
        Recording.Builder builder =
                Recording.builder(neurons(), counts.length * length, 1).segments(segments);
        for (int t = 0; t < counts.length * length; t++) {
            for (int i = 0; i < neurons(); i++) {
                for (int spike = 0; spike < counts[t / length][t % length][i]; spike++) {
                    builder.add(t, i);
                }
            }
        }
        return builder.build();
    }

    /**
     * Inputs h of the neurons: rates of a GLM fitted to all spikes, through the inverse of tanh. The rate of a neuron in a step
     * follows from the earlier spikes of all others; at the beginning of a start there are none.
     *
     * @param options choices of the GLM, whose window is in steps
     * @param seed seed of all random numbers
     * @param workers threads, and who hears how far it has come
     * @return h, shape (starts, steps + 1, N)
     * @throws InputException if a neuron is silent
     */
    public double[][][] inputs(GlmOptions options, long seed, Workers workers) {
        Recording recording = recording();
        GlmResult fit = new Glm()
                .fit(
                        Request.of(recording)
                                .withSplit(new Split(recording.segments(), List.of(), List.of()))
                                .withSeed(seed)
                                .with(workers),
                        options);
        int length = counts[0].length;
        double[][][] h = new double[counts.length][length][];
        fit.rates()
                .orElseThrow()
                .visit(
                        recording,
                        IntStream.range(0, recording.steps()).toArray(),
                        (step, rates) -> h[step / length][step % length] =
                                Arrays.stream(rates).map(this::input).toArray());
        return h;
    }

    /**
     * Activity from spikes alone: latent variables are principal components of the smoothed inputs, what neurons receive follows
     * by regression.
     *
     * @param rank number R of latent variables
     * @param steps s.d. of the kernel in steps
     * @return the activity, its latent variables known up to an affine change
     * @throws InputException if a number is out of range
     */
    public Activity activity(int rank, double steps) {
        return activity(rank, inputs(steps));
    }

    /**
     * Activity from spikes alone, as above, with other inputs.
     *
     * @param rank number R of latent variables
     * @param h inputs of the neurons, such as those by a GLM, shape (starts, steps + 1, N)
     * @return the activity, its latent variables known up to an affine change
     * @throws InputException if shapes do not fit
     */
    public Activity activity(int rank, double[][][] h) {
        Trajectories latent = LatentVariables.principal(h, u, rank, step).activity();
        int[] all = new int[h[0].length - 1];
        Arrays.setAll(all, t -> t);
        double[][][] without = Arrays.stream(h)
                .map(start -> Arrays.copyOf(start, start.length - 1))
                .toArray(double[][][]::new);
        return Activity.regressed(latent, without, all, Nonlinearity.TANH);
    }

    /**
     * @param latent latent variables and inputs of these spikes
     * @param workers threads, and who hears how far it has come
     * @return the activity with what each neuron receives, under which its spikes are likeliest, and its standard errors
     * @throws InputException if the latent variables are of other starts or steps
     */
    public Activity given(Trajectories latent, Workers workers) {
        if (latent.z().length != counts.length || latent.z()[0].length != counts[0].length) {
            throw InputException.of(
                    "Latent variables of %d starts and %d steps, expected %d and %d.",
                    latent.z().length, latent.z()[0].length, counts.length, counts[0].length);
        }
        return new LocalLikelihood(this, new double[] {1}, workers).received(latent);
    }

    /**
     * One turn towards the likeliest activity: what each neuron receives given the latent variables, the latent variables of
     * each step given that, by local likelihood, and what is received once more. Smoothed counts and the inverse of tanh bend
     * what is noisy; this doesn't. Further turns follow the noise.
     *
     * @param start an activity of these spikes, such as that by smoothing
     * @param steps s.d. of the kernel in steps
     * @param workers threads, and who hears how far it has come
     * @return the activity, its latent variables known up to an affine change; errors are those of c given z
     * @throws InputException if a number is out of range, or the activity is of other spikes
     */
    public Activity likelier(Activity start, double steps, Workers workers) {
        LocalLikelihood local = new LocalLikelihood(this, kernel(steps), workers);
        return local.received(local.latent(given(start.latent(), workers)));
    }
}
