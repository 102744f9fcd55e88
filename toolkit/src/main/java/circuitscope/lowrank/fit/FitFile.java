package circuitscope.lowrank.fit;

import circuitscope.InputException;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.lowrank.flow.FlowFile;
import circuitscope.lowrank.inverse.JointSolution;
import circuitscope.lowrank.inverse.RidgeSolution;
import circuitscope.motifs.rates.Nonlinearity;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A distribution of connectivity in an NPZ file. */
public final class FitFile {
    private static final String METHOD = "method";

    private FitFile() {}

    /**
     * @param fit the distribution
     * @param path the file; an existing one is replaced
     * @throws InputException if the file can't be written
     */
    public static void write(ConnectivityFit fit, Path path) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put(METHOD, NpyArray.text(fit.method().name().toLowerCase(Locale.ROOT)));
        if (fit instanceof ConnectivityFit.Flows flows) {
            arrays.putAll(FlowFile.arrays(flows.flow()));
        } else if (fit instanceof ConnectivityFit.Ridge ridge) {
            RidgeSolution solution = ridge.solution();
            arrays.put("phi", NpyArray.text(ActivityFile.words(solution.phi())));
            arrays.put("c", NpyArray.of(solution.c()));
            arrays.put("n", NpyArray.of(solution.n()));
            arrays.put("points", NpyArray.of(solution.points()));
            arrays.put("coefficients", NpyArray.of(solution.coefficients()));
            arrays.put("error", NpyArray.scalar(solution.error()));
            arrays.put("noise", NpyArray.scalar(ridge.noise()));
        } else {
            JointSolution solution = ((ConnectivityFit.Joint) fit).solution();
            arrays.put("phi", NpyArray.text(ActivityFile.words(solution.phi())));
            arrays.put("mean", NpyArray.of(solution.mean()));
            arrays.put("covariance", NpyArray.of(solution.covariance()));
            arrays.put("points", NpyArray.of(solution.points()));
            arrays.put("lambda", NpyArray.of(solution.lambda()));
            arrays.put(
                    "numbers",
                    NpyArray.of(
                            solution.sigma(), solution.logZ(), solution.divergence(), solution.arrived() ? 1.0 : 0.0));
        }
        NpzFile.write(path, arrays);
    }

    /**
     * @param path a file of a distribution
     * @return the distribution
     * @throws InputException if an array is missing or has another shape
     */
    public static ConnectivityFit read(Path path) {
        NpzFile file = NpzFile.read(path);
        String method = file.require(METHOD).text();
        if ("flow".equals(method)) {
            return new ConnectivityFit.Flows(FlowFile.read(file));
        }
        Nonlinearity phi = ActivityFile.phi(file);
        if ("ridge".equals(method)) {
            return new ConnectivityFit.Ridge(
                    new RidgeSolution(
                            file.require("c").matrix(),
                            file.require("n").matrix(),
                            phi,
                            file.require("points").matrix(),
                            file.require("coefficients").matrix(),
                            file.require("error").scalar()),
                    file.require("noise").scalar());
        }
        double[] numbers = file.require("numbers").doubles();
        if (!"joint".equals(method) || numbers.length != 4) {
            throw InputException.of("%s, array 'method': found '%s', expected ridge, joint or flow.", path, method);
        }
        return new ConnectivityFit.Joint(new JointSolution(
                file.require("mean").doubles(),
                file.require("covariance").matrix(),
                numbers[0],
                phi,
                file.require("points").matrix(),
                file.require("lambda").matrix(),
                numbers[1],
                numbers[2],
                numbers[3] != 0));
    }
}
