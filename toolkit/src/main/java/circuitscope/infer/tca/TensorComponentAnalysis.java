package circuitscope.infer.tca;

import circuitscope.Progress;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Convergence;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;
import java.util.Arrays;

/**
 * TCA (paper, Appendix C.2, Algorithm 2): smoothed spikes of neurons, times and trials as a sum of R products of three
 * factors. Williams et al., "Unsupervised discovery of demixed, low-dimensional neural dynamics across multiple timescales
 * through tensor component analysis", Neuron 98, 1099 (2018).
 */
public final class TensorComponentAnalysis implements Estimator<TcaOptions, TcaResult> {
    private static final String STAGE = "sweeping over factors";

    @Override
    public String name() {
        return "tca";
    }

    @Override
    public TcaOptions standard() {
        return TcaOptions.standard();
    }

    @Override
    public TcaResult fit(Request request, TcaOptions options) {
        long start = System.nanoTime();
        Recording recording = request.recording();
        Split split = request.split();
        Progress progress = request.progress();
        request.requireActiveNeurons();
        AlternatingLeastSquares fit = AlternatingLeastSquares.random(
                SmoothedSpikes.of(recording, split.training(), options),
                options.rank(),
                request.random("initial factors"));
        double[] error = new double[options.sweeps()];
        int sweeps = 0;
        boolean moving = true;
        while (moving && sweeps < options.sweeps()) {
            Progress.stopIfInterrupted(STAGE);
            error[sweeps] = fit.sweep();
            moving = sweeps == 0 || error[sweeps - 1] - error[sweeps] >= options.tolerance();
            sweeps++;
            progress.update(STAGE, sweeps, options.sweeps());
        }
        progress.update(STAGE, options.sweeps(), options.sweeps());
        double[][][] factors = fit.factors();
        fixSigns(factors);
        return new TcaResult(
                Connectivity.of(interactions(factors)),
                transposed(factors[0]),
                transposed(factors[1]),
                transposed(factors[2]),
                Arrays.copyOf(error, sweeps),
                Convergence.of(!moving, sweeps),
                Provenance.endingNow(name(), options, request, start));
    }

    /**
     * Two signs of a component are free, but E depends on them through the sums: they are chosen so that no sum over times or
     * trials is negative.
     */
    static void fixSigns(double[][][] factors) {
        for (int r = 0; r < factors[0].length; r++) {
            for (int axis = 1; axis < factors.length; axis++) {
                if (Arrays.stream(factors[axis][r]).sum() < 0) {
                    factors[axis][r] = negative(factors[axis][r]);
                    factors[0][r] = negative(factors[0][r]);
                }
            }
        }
    }

    private static double[] negative(double[] values) {
        return Arrays.stream(values).map(value -> -value).toArray();
    }

    /** E = 1/R sum_r w^r (x) w^r (sum_t u_t^r) (sum_k v_k^r). */
    static double[][] interactions(double[][][] factors) {
        int rank = factors[0].length;
        int n = factors[0][0].length;
        double[][] weights = new double[n][n];
        for (int r = 0; r < rank; r++) {
            double[] w = factors[0][r];
            double total = Arrays.stream(factors[1][r]).sum()
                    * Arrays.stream(factors[2][r]).sum()
                    / rank;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    weights[i][j] += i == j ? 0 : w[i] * w[j] * total;
                }
            }
        }
        return weights;
    }

    private static double[][] transposed(double[][] factor) {
        double[][] rows = new double[factor[0].length][factor.length];
        for (int r = 0; r < factor.length; r++) {
            for (int i = 0; i < rows.length; i++) {
                rows[i][r] = factor[r][i];
            }
        }
        return rows;
    }
}
