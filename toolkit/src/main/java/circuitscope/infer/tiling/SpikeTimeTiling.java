package circuitscope.infer.tiling;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.List;

/**
 * Spike time tiling coefficient (Cutts and Eglen 2014, "Detecting pairwise correlations in spike trains: an objective
 * comparison of methods and application to the study of retinal waves"):
 *
 * <p>((P_A - T_B) / (1 - P_A T_B) + (P_B - T_A) / (1 - P_B T_A)) / 2
 *
 * <p>with T_A the share of time within the window of any spike of A, and P_A the share of spikes of A within the window of
 * any spike of B. It is symmetric, so it can't tell which neuron drives which, and explains nothing away. Time is counted
 * in whole steps: a spike covers its own step and the window on both sides, within its stretch of recording, so that P
 * is T on average if neurons know nothing of each other.
 */
public final class SpikeTimeTiling implements Estimator<TilingOptions, TilingResult> {
    private static final String STAGE = "tiling";

    @Override
    public String name() {
        return "sttc";
    }

    @Override
    public TilingOptions standard() {
        return TilingOptions.standard();
    }

    @Override
    public TilingResult fit(Request request, TilingOptions options) {
        long start = System.nanoTime();
        Progress.stopIfInterrupted(STAGE);
        long[] counts = request.requireActiveNeurons();
        Recording recording = request.recording();
        int window = window(options.windowMs(), recording);
        int n = counts.length;
        List<List<int[]>> stretches = request.training().stream()
                .map(stretch -> recording.spikeTrains(List.of(stretch)))
                .toList();
        double[] covered = new double[n];
        for (int i = 0; i < n; i++) {
            long steps = 0;
            for (int s = 0; s < stretches.size(); s++) {
                steps += covered(stretches.get(s).get(i), request.training().get(s), window);
            }
            covered[i] = (double) steps / request.trainingSteps();
        }
        // shares[i][j]: of the spikes of i those near a spike of j
        double[][] shares = request.workers()
                .map(n, STAGE, i -> {
                    double[] row = new double[n];
                    for (int j = 0; j < n; j++) {
                        long near = 0;
                        for (List<int[]> trains : stretches) {
                            near += near(trains.get(i), trains.get(j), window);
                        }
                        row[j] = (double) near / counts[i];
                    }
                    return row;
                })
                .toArray(double[][]::new);
        double[][] weights = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                weights[i][j] = (term(shares[i][j], covered[j]) + term(shares[j][i], covered[i])) / 2;
                weights[j][i] = weights[i][j];
            }
        }
        return new TilingResult(Connectivity.of(weights), Provenance.endingNow(name(), options, request, start));
    }

    private static int window(double ms, Recording recording) {
        double steps = Math.rint(ms / recording.dtMs());
        if (!(steps >= 1 && steps < recording.steps())) {
            throw InputException.of(
                    "Window is %s ms or %s steps of %s ms, expected 1 to %d steps.",
                    ms, steps, recording.dtMs(), recording.steps() - 1);
        }
        return (int) steps;
    }

    /** One where both are 1, as the authors have it. */
    private static double term(double share, double covered) {
        return share * covered == 1 ? 1 : (share - covered) / (1 - share * covered);
    }

    /** Steps of a stretch that are within the window of a spike. */
    static long covered(int[] train, Segment stretch, int window) {
        long steps = 0;
        long end = stretch.start();
        for (int spike : train) {
            long to = Math.min(stretch.end(), (long) spike + window + 1);
            steps += to - Math.max(end, (long) spike - window);
            end = to;
        }
        return steps;
    }

    /** Spikes of one train that are within the window of a spike of another. */
    static long near(int[] train, int[] other, int window) {
        long near = 0;
        int k = 0;
        for (int spike : train) {
            while (k < other.length && other[k] < (long) spike - window) {
                k++;
            }
            near += k < other.length && other[k] <= (long) spike + window ? 1 : 0;
        }
        return near;
    }
}
