package circuitscope.infer.messagepassing;

import circuitscope.RandomStreams;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Draws training rows. Spikes are rare, 0.006 per neuron and step, so whole steps waste the work: here every spike of an epoch
 * is a row once, and the integral of the rates is taken at a few uniformly drawn times, all neurons at once.
 */
public final class RowSampler {
    private final Recording recording;
    private final List<Segment> parts;
    private final int spikesPerBatch;
    private final int timesPerBatch;
    private final long seed;
    private final int[] spike;
    private final long steps;
    private long shuffledEpoch = -1;

    /**
     * @param recording the spikes that are to be explained
     * @param parts where rows are drawn
     * @param spikesPerBatch rows of spikes in a batch
     * @param timesPerBatch times in a batch at which the integral of the rates is taken
     * @param seed seed of what is drawn
     */
    public RowSampler(Recording recording, List<Segment> parts, int spikesPerBatch, int timesPerBatch, long seed) {
        this.recording = recording;
        this.parts = parts;
        this.spikesPerBatch = spikesPerBatch;
        this.timesPerBatch = timesPerBatch;
        this.seed = seed;
        spike = parts.stream()
                .flatMapToInt(part ->
                        IntStream.range(recording.firstSpikeFrom(part.start()), recording.firstSpikeFrom(part.end())))
                .toArray();
        steps = parts.stream().mapToLong(Segment::length).sum();
    }

    /** {@return batches in which every spike is seen once} */
    public long batchesPerEpoch() {
        return Math.max(1, spike.length / Math.min(spike.length, spikesPerBatch));
    }

    /**
     * @param number number of a training step
     * @return its rows; the same for the same number, whatever was drawn before
     */
    public RowBatch events(long number) {
        long epoch = number / batchesPerEpoch();
        if (epoch != shuffledEpoch) {
            shuffle(epoch);
        }
        int count = Math.min(spike.length, spikesPerBatch);
        int start = (int) (number % batchesPerEpoch()) * count;
        long[] order = new long[count + timesPerBatch];
        for (int k = 0; k < count; k++) {
            int s = spike[start + k];
            order[k] = (long) recording.stepOf(s) * 2 * recording.neurons() + recording.neuronOf(s);
        }
        int[] times = drawTimes(RandomStreams.of(seed, "training times", number));
        for (int k = 0; k < timesPerBatch; k++) {
            order[count + k] = (long) times[k] * 2 * recording.neurons() + recording.neurons();
        }
        Arrays.sort(order);
        int[] step = new int[order.length];
        int[] target = new int[order.length];
        for (int k = 0; k < order.length; k++) {
            step[k] = (int) (order[k] / (2L * recording.neurons()));
            int index = (int) (order[k] % (2L * recording.neurons()));
            target[k] = index == recording.neurons() ? RowBatch.ALL : index;
        }
        int[] first = RowBatch.firstRows(target, recording.neurons());
        float[] rateWeight = new float[first[order.length]];
        float[] spikeWeight = new float[first[order.length]];
        float perTime = (float) ((double) steps / spike.length / timesPerBatch);
        for (int k = 0; k < order.length; k++) {
            if (target[k] == RowBatch.ALL) {
                Arrays.fill(rateWeight, first[k], first[k + 1], perTime);
            } else {
                spikeWeight[first[k]] = 1f / count;
            }
        }
        return new RowBatch(step, target, first, rateWeight, spikeWeight);
    }

    /** {@return rows of spikes only, without their weights; for looking at the network} */
    public RowBatch spikesAlone() {
        RowBatch mixed = events(0);
        int[] kept = IntStream.range(0, mixed.step().length)
                .filter(k -> mixed.target()[k] != RowBatch.ALL)
                .toArray();
        int[] step = Arrays.stream(kept).map(k -> mixed.step()[k]).toArray();
        int[] target = Arrays.stream(kept).map(k -> mixed.target()[k]).toArray();
        return new RowBatch(
                step,
                target,
                RowBatch.firstRows(target, recording.neurons()),
                new float[step.length],
                new float[step.length]);
    }

    /** {@return all neurons at uniformly drawn times, without weights; for looking at the network} */
    public RowBatch timesAlone() {
        int[] step = drawTimes(RandomStreams.of(seed, "whole steps", 0));
        Arrays.sort(step);
        return RowBatch.all(step, recording.neurons());
    }

    /**
     * @param number number of a training step
     * @return whole time steps, as in the paper
     */
    public RowBatch wholeSteps(long number) {
        int[] step = drawTimes(RandomStreams.of(seed, "whole steps", number));
        Arrays.sort(step);
        RowBatch batch = RowBatch.all(step, recording.neurons());
        float perTime = (float) ((double) steps / spike.length / timesPerBatch);
        Arrays.fill(batch.rateWeight(), perTime);
        for (int k = 0; k < step.length; k++) {
            for (int s = recording.firstSpikeFrom(step[k]);
                    s < recording.spikes() && recording.stepOf(s) == step[k];
                    s++) {
                batch.spikeWeight()[batch.firstRow()[k] + recording.neuronOf(s)] += perTime;
            }
        }
        return batch;
    }

    /** One time in each of equal shares of the recorded time. */
    private int[] drawTimes(UniformRandomProvider random) {
        int[] times = new int[timesPerBatch];
        int part = 0;
        long before = 0;
        for (int k = 0; k < timesPerBatch; k++) {
            long low = steps * k / timesPerBatch;
            long high = Math.max(low + 1, steps * (k + 1) / timesPerBatch);
            long at = Math.min(steps - 1, low + random.nextLong(high - low));
            while (at >= before + parts.get(part).length()) {
                before += parts.get(part++).length();
            }
            times[k] = (int) (parts.get(part).start() + at - before);
        }
        return times;
    }

    private void shuffle(long epoch) {
        Arrays.sort(spike);
        UniformRandomProvider random = RandomStreams.of(seed, "order of spikes", epoch);
        for (int k = spike.length - 1; k > 0; k--) {
            int other = random.nextInt(k + 1);
            int swap = spike[k];
            spike[k] = spike[other];
            spike[other] = swap;
        }
        shuffledEpoch = epoch;
    }
}
