package circuitscope.lowrank.fit;

import circuitscope.InputException;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.Trajectories;
import circuitscope.motifs.rates.Nonlinearity;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Activity of a network of low rank in an NPZ file: {@code z}, shape (starts, steps + 1, R), {@code u}, shape (starts, steps, U),
 * if there is input, {@code h}, shape (starts, times, N), at the steps {@code h_steps}, {@code step} and {@code phi}. A file
 * without {@code z} must have {@code h} at all steps. Of a simulation there is the truth, too: {@code m}, {@code n}, {@code b}
 * and {@code d}, which no fit looks at.
 */
public final class ActivityFile {
    private static final double DEFAULT_STEP = 0.1;

    private ActivityFile() {}

    /**
     * @param network a network
     * @param latent its latent variables over time
     * @param every inputs of the neurons are written at one step in so many
     * @param path the file; an existing one is replaced
     * @throws InputException if the file can't be written
     */
    public static void write(LowRankNetwork network, Trajectories latent, int every, Path path) {
        InputException.requireBetween("Steps between inputs of neurons", every, 1, 1_000_000);
        int starts = latent.z().length;
        int times = latent.z()[0].length;
        int rank = latent.rank();
        int neurons = network.loadings().neurons();
        int[] steps = new int[(times - 1 + every - 1) / every];
        Arrays.setAll(steps, k -> k * every);
        float[] h = new float[Math.multiplyExact(Math.multiplyExact(starts, steps.length), neurons)];
        double[] z = new double[starts * times * rank];
        double[] u = new double[starts * (times - 1) * latent.inputs()];
        int at = 0;
        for (int s = 0; s < starts; s++) {
            for (int t = 0; t < times; t++) {
                System.arraycopy(latent.z()[s][t], 0, z, (s * times + t) * rank, rank);
            }
            for (int t = 0; t < times - 1; t++) {
                System.arraycopy(latent.u()[s][t], 0, u, (s * (times - 1) + t) * latent.inputs(), latent.inputs());
            }
            for (int t : steps) {
                for (double one : network.inputs(latent.z()[s][t], latent.u()[s][t])) {
                    h[at++] = (float) one;
                }
            }
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("z", NpyArray.shaped(new int[] {starts, times, rank}, z));
        if (latent.inputs() > 0) {
            arrays.put("u", NpyArray.shaped(new int[] {starts, times - 1, latent.inputs()}, u));
        }
        arrays.put("h", NpyArray.shaped(new int[] {starts, steps.length, neurons}, h));
        arrays.put("h_steps", NpyArray.of(steps));
        arrays.put("step", NpyArray.scalar(latent.step()));
        arrays.put("phi", NpyArray.text(words(network.phi())));
        arrays.put("m", NpyArray.of(network.loadings().m()));
        arrays.put("n", NpyArray.of(network.loadings().n()));
        arrays.put("b", NpyArray.of(network.loadings().b()));
        arrays.put("d", NpyArray.of(network.loadings().d()));
        NpzFile.write(path, arrays);
    }

    static String words(Nonlinearity phi) {
        return phi.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Nonlinearity phi(NpzFile file) {
        String found = file.find("phi").map(NpyArray::text).orElse("tanh");
        return Arrays.stream(Nonlinearity.values())
                .filter(phi -> words(phi).equals(found))
                .findFirst()
                .orElseThrow(() -> InputException.of(
                        "%s, array 'phi': found '%s', expected one of %s.",
                        file.path(),
                        found,
                        Arrays.stream(Nonlinearity.values())
                                .map(ActivityFile::words)
                                .toList()));
    }

    /**
     * @param path a file of activity
     * @param rank number R of latent variables, of use where the file has none
     * @return the activity: latent variables as given, or the R leading principal components of h
     * @throws InputException if an array is missing or has another shape
     */
    public static Activity read(Path path, int rank) {
        NpzFile file = NpzFile.read(path);
        Nonlinearity phi = phi(file);
        double step = file.find("step").map(NpyArray::scalar).orElse(DEFAULT_STEP);
        double[][][] h = file.require("h").cube();
        if (file.find("z").isEmpty()) {
            return Activity.principal(h, rank, step, phi);
        }
        double[][][] z = file.require("z").cube();
        Trajectories latent = file.find("u").isPresent()
                ? new Trajectories(z, file.require("u").cube(), step)
                : Trajectories.of(z, step);
        int[] all = new int[h.length == 0 ? 0 : h[0].length];
        Arrays.setAll(all, t -> t);
        return Activity.regressed(
                latent, h, file.find("h_steps").map(NpyArray::ints).orElse(all), phi);
    }
}
