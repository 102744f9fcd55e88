package circuitscope.infer.auto;

import circuitscope.files.NpyArray;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Curve;
import circuitscope.infer.Provenance;
import circuitscope.infer.StateFile;
import circuitscope.infer.glm.GlmResult;
import circuitscope.infer.glm.Recovery;
import circuitscope.infer.linkglm.LinkGlmResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a fit has finished, by name: found once, and in a file if there is one, so that a fit that is stopped goes on from there. */
final class Stages {
    private final Optional<StateFile> file;
    private final Map<String, NpyArray> known = new LinkedHashMap<>();
    private final long start;

    Stages(Optional<StateFile> file) {
        this.file = file;
        file.flatMap(StateFile::read)
                .ifPresent(state -> state.names().forEach(name -> known.put(name, state.require(name))));
        start = System.nanoTime() - (long) (1e9 * file.map(StateFile::seconds).orElse(0.0));
    }

    /** {@return {@link System#nanoTime} at the start, as if the fit had never stopped} */
    long start() {
        return start;
    }

    private void keep(Map<String, NpyArray> arrays) {
        known.putAll(arrays);
        file.ifPresent(each -> each.write(known, (System.nanoTime() - start) / 1e9));
    }

    private NpyArray array(String name, Supplier<NpyArray> work) {
        if (!known.containsKey(name)) {
            keep(Map.of(name, work.get()));
        }
        return known.get(name);
    }

    double[] values(String name, Supplier<double[]> work) {
        return array(name, () -> NpyArray.of(work.get())).doubles();
    }

    double[][][] matrices(String name, Supplier<double[][][]> work) {
        return array(name, () -> NpyArray.of(work.get())).cube();
    }

    /** Values of several things, of the first ones in this order. */
    Map<String, double[]> values(String name, List<String> things, Supplier<Map<String, double[]>> work) {
        double[][] rows = array(name, () -> NpyArray.of(work.get().values().toArray(double[][]::new)))
                .matrix();
        Map<String, double[]> values = new LinkedHashMap<>();
        for (int k = 0; k < rows.length; k++) {
            values.put(things.get(k), rows[k]);
        }
        return values;
    }

    GlmResult glm(Provenance provenance, Supplier<GlmResult> work) {
        Part part = new Part("glm.");
        if (part.isMissing()) {
            GlmResult fit = work.get();
            part.put("errors", NpyArray.of(fit.connectivity().deviation().orElseThrow()));
            part.put("bias", NpyArray.of(fit.bias()));
            part.put("lags", NpyArray.of(fit.filter().x()));
            part.put("filter", NpyArray.of(fit.filter().y()));
            part.put("tuning", NpyArray.of(fit.tuning()));
            part.put("recovery_ends", NpyArray.of(fit.recovery().ends()));
            part.put("recovery", NpyArray.of(fit.recovery().factor()));
            part.put("recovery_gain", NpyArray.of(fit.recovery().gain()));
            part.put("numbers", NpyArray.of(fit.penalty(), fit.logLikelihood()));
            part.finish(fit.weights(), fit.convergence());
            return fit;
        }
        double[] numbers = part.values("numbers");
        return new GlmResult(
                new Connectivity.WithErrors(part.matrix("weights"), part.matrix("errors")),
                part.values("bias"),
                new Curve("coupling filter", "lag (ms)", "f", part.values("lags"), part.values("filter")),
                part.matrix("tuning"),
                new Recovery(part.get("recovery_ends").ints(), part.matrix("recovery"), part.values("recovery_gain")),
                numbers[0],
                List.of(),
                numbers[1],
                part.convergence(),
                provenance);
    }

    LinkGlmResult link(Provenance provenance, Supplier<LinkGlmResult> work) {
        Part part = new Part("link.");
        if (part.isMissing()) {
            LinkGlmResult fit = work.get();
            part.put("errors", NpyArray.of(fit.connectivity().deviation().orElseThrow()));
            part.put("row_scale", NpyArray.of(fit.rowScale()));
            part.put("own", NpyArray.of(fit.own()));
            part.put("tuning", NpyArray.of(fit.tuning()));
            part.put("bias", NpyArray.of(fit.bias()));
            part.put("offset", NpyArray.of(fit.offset()));
            part.put("power", NpyArray.of(fit.power()));
            part.put("tau", NpyArray.scalar(fit.tauMs()));
            part.finish(fit.weights(), fit.convergence());
            return fit;
        }
        return new LinkGlmResult(
                new Connectivity.WithErrors(part.matrix("weights"), part.matrix("errors")),
                part.values("row_scale"),
                part.values("own"),
                part.matrix("tuning"),
                part.values("bias"),
                part.values("offset"),
                part.values("power"),
                part.get("tau").scalar(),
                part.convergence(),
                provenance);
    }

    /** Arrays of one fit; its weights are the last to be there. */
    private final class Part {
        private final String prefix;
        private final Map<String, NpyArray> found = new LinkedHashMap<>();

        Part(String prefix) {
            this.prefix = prefix;
        }

        boolean isMissing() {
            return !known.containsKey(prefix + "weights");
        }

        NpyArray get(String name) {
            return known.get(prefix + name);
        }

        double[] values(String name) {
            return get(name).doubles();
        }

        double[][] matrix(String name) {
            return get(name).matrix();
        }

        Convergence convergence() {
            int[] end = get("convergence").ints();
            return new Convergence(end[0] != 0, end[1], end[2]);
        }

        void put(String name, NpyArray array) {
            found.put(prefix + name, array);
        }

        void finish(double[][] weights, Convergence convergence) {
            put(
                    "convergence",
                    NpyArray.of(convergence.converged() ? 1 : 0, convergence.iterations(), convergence.unfinished()));
            put("weights", NpyArray.of(weights));
            keep(found);
        }
    }
}
