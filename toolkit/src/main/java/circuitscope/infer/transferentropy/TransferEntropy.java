package circuitscope.infer.transferentropy;

import circuitscope.Progress;
import circuitscope.infer.Connectivity;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.binned.SpikeCounts;
import circuitscope.spikes.Segment;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Transfer entropy with delays (Schreiber 2000, "Measuring information transfer"; Ito et al. 2011, "Extending transfer entropy
 * improves identification of effective connectivity in a spiking cortical network model"), from neuron j to neuron i at a
 * delay of d bins:
 *
 * <p>sum over states of p(i_t, i_past, j_past) log2 [p(i_t | i_past, j_past) / p(i_t | i_past)] bits per bin
 *
 * <p>with i_past = (i_(t-1), ..., i_(t-k)) and j_past = (j_(t-d), ..., j_(t-d-l+1)), a bin being 1 if the neuron fires in it.
 * Probabilities are shares of the bins of the training part whose past at the greatest delay lies in the same stretch;
 * nothing is taken off for chance, which adds about 2^k (2^l - 1) / (2 ln 2) bits, divided by the number of bins, to every
 * pair whose states are all frequent, and more to the greatest of many delays. The weight is the greatest over delays, with the sign of the effect: negative if the target fires less often than its own past lets
 * expect where the source has fired. Nothing that a third neuron does is explained away.
 */
public final class TransferEntropy implements Estimator<TransferEntropyOptions, TransferEntropyResult> {
    private static final String STAGE = "measuring transfer entropy";

    @Override
    public String name() {
        return "transfer-entropy";
    }

    @Override
    public TransferEntropyOptions standard() {
        return TransferEntropyOptions.standard();
    }

    @Override
    public TransferEntropyResult fit(Request request, TransferEntropyOptions options) {
        long start = System.nanoTime();
        Progress.stopIfInterrupted(STAGE);
        request.requireActiveNeurons();
        BinnedTrains trains = BinnedTrains.of(SpikeCounts.of(request.recording(), request.training(), options.binMs()));
        int n = trains.neurons();
        List<BinnedTrains.Past> pasts = IntStream.range(0, n)
                .mapToObj(neuron -> trains.past(neuron, options.sourceHistory()))
                .toList();
        List<Segment> predicted =
                trains.predicted(Math.max(options.targetHistory(), options.mostDelay() + options.sourceHistory() - 1));
        List<Row> rows = request.workers().map(n, STAGE, i -> row(i, trains, pasts, predicted, options));
        return new TransferEntropyResult(
                Connectivity.of(rows.stream().map(Row::weights).toArray(double[][]::new)),
                rows.stream().map(Row::delaysMs).toArray(double[][]::new),
                Provenance.endingNow(name(), options, request, start));
    }

    /** Weights and delays of all connections into one neuron. */
    private record Row(double[] weights, double[] delaysMs) {}

    private static Row row(
            int target,
            BinnedTrains trains,
            List<BinnedTrains.Past> pasts,
            List<Segment> predicted,
            TransferEntropyOptions options) {
        byte[] states = trains.states(target, options.targetHistory());
        long[] all = new long[2 << options.targetHistory()];
        for (Segment run : predicted) {
            for (int t = run.start(); t < run.end(); t++) {
                all[states[t]]++;
            }
        }
        double[] weights = new double[trains.neurons()];
        double[] delaysMs = new double[trains.neurons()];
        for (int source = 0; source < weights.length; source++) {
            if (source != target) {
                Progress.stopIfInterrupted(STAGE);
                JointCounts[] counts = JointCounts.of(
                        states, all, pasts.get(source), predicted, options.leastDelay(), options.mostDelay());
                int best = 0;
                double[] bits = new double[counts.length];
                for (int d = 0; d < counts.length; d++) {
                    bits[d] = counts[d].bits();
                    best = bits[d] > bits[best] ? d : best;
                }
                weights[source] = counts[best].excess() < 0 ? -bits[best] : bits[best];
                delaysMs[source] = (options.leastDelay() + best) * options.binMs();
            }
        }
        return new Row(weights, delaysMs);
    }
}
