package circuitscope.infer.seqnmf;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;
import java.util.Arrays;

/**
 * seqNMF (paper, Appendix C.3, Algorithm 3): binned spikes as a sum of K short sequences, X~ = sum_k W_k * H_k, fitted by
 * multiplicative updates of ||X - X~||^2 + lambda ||(W^T X) S H^T||_1 off the diagonal. Mackevicius et al., "Unsupervised
 * discovery of temporal sequences in high-dimensional datasets", eLife 8, e38471 (2019).
 */
public final class SeqNmf implements Estimator<SeqNmfOptions, SeqNmfResult> {
    private static final String STAGE = "factorizing into sequences";

    @Override
    public String name() {
        return "seqnmf";
    }

    @Override
    public SeqNmfOptions standard() {
        return SeqNmfOptions.standard();
    }

    @Override
    public SeqNmfResult fit(Request request, SeqNmfOptions options) {
        long start = System.nanoTime();
        Recording recording = request.recording();
        Split split = request.split();
        Progress progress = request.progress();
        SpikeCounts counts =
                SpikeCounts.of(recording, split.training(), options.binMs()).requireVariable();
        if (counts.bins() <= options.length()) {
            throw InputException.of(
                    "The training part has %d bins of %s ms, expected more than the %d of a sequence.",
                    counts.bins(), options.binMs(), options.length());
        }
        SequenceFactors factors = new SequenceFactors(counts, options.components(), options.length());
        factors.draw(request.random("initial factors"));
        double[] cost = new double[options.iterations() + 1];
        cost[0] = factors.cost();
        for (int iteration = 1; iteration <= options.iterations(); iteration++) {
            Progress.stopIfInterrupted(STAGE);
            // the last one only brings the reconstruction nearer
            boolean last = iteration == options.iterations();
            factors.update(last ? 0 : options.lambda(), options.recentre());
            cost[iteration] = factors.cost();
            progress.update(STAGE, iteration, options.iterations());
        }
        double[][][] sequences = factors.sequences();
        double[][] times = factors.times();
        return new SeqNmfResult(
                Connectivity.of(interactions(sequences, times)),
                sequences,
                times,
                cost,
                Provenance.endingNow(name(), options, request, start));
    }

    /** E = 1/K sum_k sum_t W_k0 (x) W_k1 (x) H_k(t), with the neuron that fires second as the postsynaptic one. */
    static double[][] interactions(double[][][] sequences, double[][] times) {
        int components = sequences.length;
        int n = sequences[0][0].length;
        double[][] weights = new double[n][n];
        for (int k = 0; k < components; k++) {
            double total = Arrays.stream(times[k]).sum();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    weights[i][j] += i == j ? 0 : sequences[k][1][i] * sequences[k][0][j] * total / components;
                }
            }
        }
        return weights;
    }
}
