package circuitscope.infer.tca;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;

/** Exponentially weighted spikes, cut into equal segments that stand for trials (paper, Appendix C.2). */
final class SmoothedSpikes {
    private SmoothedSpikes() {}

    /**
     * The moving average m(t) = (1 - a) m(t - 1) + a x(t) with a = dt / tau, read at the last step of every sample. It starts
     * from 0 in each stretch. Samples that do not fill a whole trial at the end are left out.
     *
     * @return shape (neurons, samples per trial, trials)
     */
    static Tensor of(Recording recording, List<Segment> parts, TcaOptions options) {
        double exact = options.sampleMs() / recording.dtMs();
        if (!(exact >= 0.5 && exact <= Integer.MAX_VALUE)) {
            throw InputException.of(
                    "TCA sampling is %s ms or %.3f steps of %s ms, expected 1 to %d steps.",
                    options.sampleMs(), exact, recording.dtMs(), Integer.MAX_VALUE);
        }
        if (options.tauMs() < recording.dtMs()) {
            throw InputException.of(
                    "TCA smoothing is %s ms, expected no less than a step of %s ms.",
                    options.tauMs(), recording.dtMs());
        }
        int width = (int) Math.round(exact);
        int samples = parts.stream().mapToInt(part -> part.length() / width).sum();
        int perTrial = samples / options.trials();
        if (perTrial < 2) {
            throw InputException.of(
                    "The training part has %d samples of %s ms, expected at least 2 for each of %d trials; record longer,"
                            + " or sample more often.",
                    samples, options.sampleMs(), options.trials());
        }
        int n = recording.neurons();
        long size = (long) n * perTrial * options.trials();
        if (size > Integer.MAX_VALUE - 8) {
            throw InputException.of(
                    "The tensor has %d x %d x %d elements, expected less than 2^31; sample less often.",
                    n, perTrial, options.trials());
        }
        double weight = recording.dtMs() / options.tauMs();
        double[] values = new double[(int) size];
        double[] average = new double[n];
        int[] lastStep = new int[n];
        int sample = 0;
        for (Segment part : parts) {
            Arrays.fill(average, 0);
            Arrays.fill(lastStep, part.start());
            int spike = recording.firstSpikeFrom(part.start());
            for (int s = 0; s < part.length() / width && sample < perTrial * options.trials(); s++, sample++) {
                int end = part.start() + (s + 1) * width;
                if (s % 1024 == 0) {
                    Progress.stopIfInterrupted("smoothing");
                }
                for (; spike < recording.spikes() && recording.stepOf(spike) < end; spike++) {
                    int i = recording.neuronOf(spike);
                    int step = recording.stepOf(spike);
                    average[i] = average[i] * Math.pow(1 - weight, step - lastStep[i]) + weight;
                    lastStep[i] = step;
                }
                int trial = sample / perTrial;
                int time = sample % perTrial;
                for (int i = 0; i < n; i++) {
                    average[i] *= Math.pow(1 - weight, end - 1 - lastStep[i]);
                    lastStep[i] = end - 1;
                    values[(i * perTrial + time) * options.trials() + trial] = average[i];
                }
            }
        }
        return new Tensor(new int[] {n, perTrial, options.trials()}, values);
    }
}
