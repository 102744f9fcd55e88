package circuitscope.infer.gnn;

import circuitscope.Progress;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.Distillation;
import circuitscope.infer.embedding.HiddenUnits;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.selection.FreeLinkRefinement;
import circuitscope.infer.selection.HeldOutLinkLikelihood;
import circuitscope.infer.selection.ModelSelection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Weights as a function of z, distilled from weights of single pairs. */
final class EmbeddedWeights {
    /** Root of the mean square of the weights that the MLP starts with. */
    private static final double WEIGHT_SIZE = 0.1;

    private EmbeddedWeights() {}

    /**
     * Distils weights into z and MLP, with each size of z, with all pairs weighted alike and, if the noise is known, by it.
     * Those are chosen whose weights make the validation part likeliest. Where spikes are so few that all neurons of the teacher
     * share a link of one family, the chosen ones are refined with a link of any shape, if that makes the validation part
     * significantly likelier.
     *
     * @param request a recording with its validation part
     * @param units hidden units that take part
     * @param dimensions sizes of z to try
     * @param weights weights of single pairs, shape (N, N)
     * @param tuning factors of the terms of an angle, shape (N, terms)
     * @param variance variances of the weights up to a factor, shape (N, N), if they are known
     * @param tauMs synaptic time constant in ms
     * @return the likeliest z and MLP
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    static ModelSelection likeliest(
            Request request,
            HiddenUnits units,
            List<Integer> dimensions,
            double[][] weights,
            double[][] tuning,
            Optional<double[][]> variance,
            double tauMs) {
        int n = weights.length;
        HeldOutLinkLikelihood heldOut = new HeldOutLinkLikelihood(request, tauMs, tuning);
        double[][] even = new double[n][n];
        for (double[] row : even) {
            Arrays.fill(row, 1);
        }
        record Candidate(double[][] noise, int size) {}
        List<double[][]> noises = variance.isPresent() ? List.of(variance.get(), even) : List.<double[][]>of(even);
        List<Candidate> candidates = noises.stream()
                .flatMap(noise -> dimensions.stream().map(k -> new Candidate(noise, k)))
                .toList();
        AtomicLong steps = new AtomicLong();
        Progress counted = (stage, done, total) -> request.progress()
                .update("distilling weights, steps", steps.addAndGet(Distillation.REPORT), total * candidates.size());
        List<Parameters> distilled = request.workers()
                .silently()
                .map(
                        candidates,
                        "distilling weights",
                        candidate -> Distillation.of(
                                weights,
                                candidate.noise(),
                                units,
                                candidate.size(),
                                WEIGHT_SIZE,
                                request.seed(),
                                counted));
        ModelSelection best = null;
        for (Parameters p : distilled) {
            double[][] w = FloatRows.matrix(units.effective(p, p.get(PairwiseMlp.Z)), n);
            // the angle's factors are in the units of the teacher
            double unit = tuning[0].length == 0 ? 1 : unit(w, weights);
            ModelSelection found = new ModelSelection(tauMs, heldOut.losses(times(1 / unit, w)), p, false, 0);
            if (best == null || found.loss() < best.loss()) {
                best = found;
            }
        }
        return LinkGlm.sharesLink(request) && request.tuning().size() == 0
                ? refined(request, units, heldOut, best)
                : best;
    }

    /**
     * @param embedded weights of any scale, shape (N, N)
     * @param teacher weights that they were distilled from, shape (N, N)
     * @return the teacher's unit in that of the others, by least squares
     */
    static double unit(double[][] embedded, double[][] teacher) {
        double product = 0;
        double square = 0;
        for (int i = 0; i < teacher.length; i++) {
            for (int j = 0; j < teacher.length; j++) {
                product += embedded[i][j] * teacher[i][j];
                square += teacher[i][j] * teacher[i][j];
            }
        }
        return product / square;
    }

    /** Rows times a factor. */
    static double[][] times(double factor, double[][] rows) {
        return factor == 1
                ? rows
                : Arrays.stream(rows)
                        .map(row -> Arrays.stream(row).map(w -> factor * w).toArray())
                        .toArray(double[][]::new);
    }

    private static ModelSelection refined(
            Request request, HiddenUnits units, HeldOutLinkLikelihood heldOut, ModelSelection chosen) {
        Parameters p = new FreeLinkRefinement(request, units, chosen.tauMs()).of(chosen.best());
        float[] w = units.effective(p, p.get(PairwiseMlp.Z));
        double[] losses = heldOut.losses(FloatRows.matrix(w, request.recording().neurons()));
        return chosen.isBeatenBy(losses)
                ? new ModelSelection(chosen.tauMs(), losses, p, false, chosen.steps())
                : chosen;
    }
}
