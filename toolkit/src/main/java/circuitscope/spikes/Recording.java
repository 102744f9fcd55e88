package circuitscope.spikes;

import circuitscope.InputException;
import circuitscope.files.Json;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The spikes of a population as events ordered in time. Time is counted in integer steps of {@code dtMs}, so that no bin
 * depends on rounding; two spikes of a neuron in one step are two events. Immutable, and safe to share between threads.
 *
 * <p>Segments are the stretches of continuous recording, in order and disjoint: no window and no state crosses their
 * borders, and every spike lies in one of them.
 */
public final class Recording {
    /** Most neurons that a recording can hold. */
    public static final int MAX_NEURONS = 1 << 16;

    private final int neurons;
    private final int steps;
    private final double dtMs;
    private final int[] step;
    private final char[] neuron;
    private final List<Segment> segments;
    private final List<Covariate> covariates;
    private final List<Cell> cells;

    private Recording(Builder builder, int[] step, char[] neuron) {
        this.neurons = builder.neurons;
        this.steps = builder.steps;
        this.dtMs = builder.dtMs;
        this.segments = builder.segments;
        this.covariates = List.copyOf(builder.covariates);
        this.cells = builder.cells;
        this.step = step;
        this.neuron = neuron;
    }

    /**
     * @param neurons number of neurons, at least 1
     * @param steps number of steps, at least 1
     * @param dtMs length of a step in ms
     * @return a builder to which spikes are added in the order of time
     * @throws InputException if a number is out of range
     */
    public static Builder builder(int neurons, int steps, double dtMs) {
        return new Builder(neurons, steps, dtMs);
    }

    /** {@return the number of neurons} */
    public int neurons() {
        return neurons;
    }

    /** {@return the number of steps} */
    public int steps() {
        return steps;
    }

    /** {@return the length of a step in ms} */
    public double dtMs() {
        return dtMs;
    }

    /** {@return the time between the first and the last step, in s, gaps included} */
    public double seconds() {
        return steps * dtMs / 1000;
    }

    /** {@return the recorded time in s, gaps between segments left out} */
    public double recordedSeconds() {
        return segments.stream().mapToLong(Segment::length).sum() * dtMs / 1000;
    }

    /** {@return the number of spikes of all neurons} */
    public int spikes() {
        return step.length;
    }

    /**
     * @param k number of a spike, from 0, in the order of time
     * @return the step in which it falls
     */
    public int stepOf(int k) {
        return step[k];
    }

    /**
     * @param k number of a spike, from 0, in the order of time
     * @return the neuron that fired it
     */
    public int neuronOf(int k) {
        return neuron[k];
    }

    /**
     * @param time a step, which may lie past the end
     * @return the number of the first spike at or after this step; {@link #spikes()} if there is none
     */
    public int firstSpikeFrom(int time) {
        int low = 0;
        int high = step.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (step[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** {@return the stretches of continuous recording, in order} */
    public List<Segment> segments() {
        return segments;
    }

    /** {@return what was measured or imposed beside the spikes, each with a name of its own} */
    public List<Covariate> covariates() {
        return covariates;
    }

    /**
     * @param name name of a covariate
     * @return the covariate
     * @throws InputException if there is none of this name
     */
    public Covariate covariate(String name) {
        return covariates.stream()
                .filter(covariate -> covariate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InputException.of(
                        "The recording has no covariate '%s', it has %s.",
                        name, covariates.stream().map(Covariate::name).toList()));
    }

    /**
     * @param kept numbers of some neurons, each once, shape (K)
     * @return a recording of them, in this order, with all else as it is
     * @throws InputException if a number is out of range, or none of them fires
     */
    public Recording ofNeurons(int... kept) {
        int[] place = new int[neurons];
        Arrays.fill(place, -1);
        for (int k = 0; k < kept.length; k++) {
            place[InputException.requireBetween("Number of a kept neuron", kept[k], 0, neurons - 1)] = k;
        }
        Builder part = builder(kept.length, steps, dtMs).segments(segments);
        covariates.forEach(part::covariate);
        if (!cells.isEmpty()) {
            part.cells(Arrays.stream(kept).mapToObj(cells::get).toList());
        }
        for (int k = 0; k < spikes(); k++) {
            if (place[neuronOf(k)] >= 0) {
                part.add(stepOf(k), place[neuronOf(k)]);
            }
        }
        return part.build();
    }

    /**
     * @param facts what is known of each cell, shape (N)
     * @return the same recording with these facts
     * @throws InputException if there are not as many as neurons
     */
    public Recording withCells(List<Cell> facts) {
        Builder same = builder(neurons, steps, dtMs).segments(segments).cells(facts);
        covariates.forEach(same::covariate);
        return new Recording(same, step, neuron);
    }

    /** {@return the first covariate that is an angle, if any} */
    public Optional<Covariate.Circular> angle() {
        return covariates.stream()
                .filter(Covariate.Circular.class::isInstance)
                .map(Covariate.Circular.class::cast)
                .findFirst();
    }

    /** {@return what is known of each cell, in the order of the neurons; empty if nothing is} */
    public List<Cell> cells() {
        return cells;
    }

    /**
     * @param parts stretches of time
     * @return spikes of each neuron in these stretches, shape (neurons)
     */
    public long[] spikeCounts(List<Segment> parts) {
        long[] counts = new long[neurons];
        for (Segment part : parts) {
            int last = firstSpikeFrom(part.end());
            for (int k = firstSpikeFrom(part.start()); k < last; k++) {
                counts[neuron[k]]++;
            }
        }
        return counts;
    }

    /** {@return the mean rate over neurons and recorded time, in Hz} */
    public double meanRateHz() {
        return spikes() / (recordedSeconds() * neurons);
    }

    /**
     * @param index a neuron
     * @return the steps of its spikes, in order
     */
    public int[] spikeTrain(int index) {
        InputException.requireBetween("Neuron", index, 0, neurons - 1);
        int[] train = new int[step.length];
        int count = 0;
        for (int k = 0; k < step.length; k++) {
            if (neuron[k] == index) {
                train[count++] = step[k];
            }
        }
        return Arrays.copyOf(train, count);
    }

    /**
     * @param parts stretches of time
     * @return the steps of each neuron's spikes in these stretches, in order
     */
    public List<int[]> spikeTrains(List<Segment> parts) {
        List<int[]> trains = new ArrayList<>();
        for (long count : spikeCounts(parts)) {
            trains.add(new int[Math.toIntExact(count)]);
        }
        int[] filled = new int[neurons];
        for (Segment part : parts) {
            int last = firstSpikeFrom(part.end());
            for (int k = firstSpikeFrom(part.start()); k < last; k++) {
                trains.get(neuron[k])[filled[neuron[k]]++] = step[k];
            }
        }
        return trains;
    }

    /** {@return the SHA-256 of everything in this recording, in hexadecimal digits} */
    public String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(String.format(Locale.ROOT, "%d %d %s %s", neurons, steps, dtMs, segments)
                    .getBytes(StandardCharsets.UTF_8));
            ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
            for (int k = 0; k < step.length; k++) {
                flushIfFull(digest, buffer);
                buffer.putInt(step[k]).putChar(neuron[k]);
            }
            digest.update(buffer.flip());
            for (Covariate covariate : covariates) {
                digest.update(Json.canonical(covariate).getBytes(StandardCharsets.UTF_8));
            }
            for (Cell cell : cells) {
                digest.update(Json.canonical(cell).getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256.", e);
        }
    }

    private static void flushIfFull(MessageDigest digest, ByteBuffer buffer) {
        if (buffer.remaining() < Double.BYTES) {
            digest.update(buffer.flip());
            buffer.clear();
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Recording of %d neurons, %.1f s in steps of %s ms, %d spikes (%.1f Hz), %d segment%s",
                neurons,
                recordedSeconds(),
                dtMs,
                spikes(),
                meanRateHz(),
                segments.size(),
                segments.size() == 1 ? "" : "s");
    }

    /** Collects spikes in the order of time. */
    public static final class Builder {
        private final int neurons;
        private final int steps;
        private final double dtMs;
        private List<Segment> segments;
        private final List<Covariate> covariates = new ArrayList<>();
        private List<Cell> cells = List.of();
        private int[] step = new int[1024];
        private char[] neuron = new char[1024];
        private int count;

        private Builder(int neurons, int steps, double dtMs) {
            this.neurons = InputException.requireBetween("Number of neurons", neurons, 1, MAX_NEURONS);
            this.steps = InputException.requireBetween("Number of steps", steps, 1, Integer.MAX_VALUE);
            this.dtMs = InputException.requirePositive("Time step in ms", dtMs);
            this.segments = List.of(new Segment(0, steps));
        }

        /**
         * @param time step of the spike, not before the one added last
         * @param index the neuron that fired
         * @return this builder
         * @throws InputException if the spike is out of range or before the last one
         */
        public Builder add(int time, int index) {
            if (time < 0 || time >= steps) {
                throw InputException.of("Spike %d is at step %d, expected 0 to %d.", count, time, steps - 1);
            }
            if (index < 0 || index >= neurons) {
                throw InputException.of("Spike %d is of neuron %d, expected 0 to %d.", count, index, neurons - 1);
            }
            if (count > 0 && time < step[count - 1]) {
                throw InputException.of(
                        "Spike %d is at step %d, before spike %d at step %d: sort the spikes by time.",
                        count, time, count - 1, step[count - 1]);
            }
            if (count == step.length) {
                int more = (int) Math.min(Integer.MAX_VALUE - 8, (long) count + (count >> 1));
                step = Arrays.copyOf(step, more);
                neuron = Arrays.copyOf(neuron, more);
            }
            step[count] = time;
            neuron[count++] = (char) index;
            return this;
        }

        /**
         * @param stretches continuous stretches of recording, in order and disjoint; the default is one over all steps
         * @return this builder
         * @throws InputException if there is none, or they overlap, are out of order or reach past the last step
         */
        public Builder segments(List<Segment> stretches) {
            if (stretches.isEmpty()) {
                throw InputException.of("No segment is given, expected at least one.");
            }
            int end = 0;
            for (Segment segment : stretches) {
                if (segment.start() < end || segment.end() > steps) {
                    throw InputException.of(
                            "Segment [%d, %d) overlaps the one before it or reaches past the last of %d steps.",
                            segment.start(), segment.end(), steps);
                }
                end = segment.end();
            }
            segments = List.copyOf(stretches);
            return this;
        }

        /**
         * @param more what was measured or imposed beside the spikes; samples must cover all steps and no more
         * @return this builder
         * @throws InputException if there is one of this name already, samples do not cover all steps, or more, or an event
         *     lies past the end
         */
        public Builder covariate(Covariate more) {
            if (covariates.stream().anyMatch(covariate -> covariate.name().equals(more.name()))) {
                throw InputException.of("Two covariates have the name '%s'; give each its own.", more.name());
            }
            if (more instanceof Covariate.Circular angle) {
                requireCover(angle.name(), angle.radians().length, angle.period());
            } else if (more instanceof Covariate.Scalar scalar) {
                requireCover(scalar.name(), scalar.values().length, scalar.period());
            } else if (more instanceof Covariate.Events events
                    && events.steps().length > 0
                    && events.steps()[events.steps().length - 1] >= steps) {
                throw InputException.of(
                        "The last event of %s is at step %d, expected at most %d.",
                        events.name(), events.steps()[events.steps().length - 1], steps - 1);
            }
            covariates.add(more);
            return this;
        }

        private void requireCover(String name, int samples, int period) {
            if ((long) samples * period != steps) {
                throw InputException.of(
                        "%s has %d samples of %d steps, expected %d steps in all.", name, samples, period, steps);
            }
        }

        /**
         * @param facts what is known of each cell, in the order of the neurons
         * @return this builder
         * @throws InputException if they are not as many as the neurons
         */
        public Builder cells(List<Cell> facts) {
            if (!facts.isEmpty() && facts.size() != neurons) {
                throw InputException.of("Facts are given of %d cells, expected %d.", facts.size(), neurons);
            }
            cells = List.copyOf(facts);
            return this;
        }

        /**
         * @return the recording
         * @throws InputException if there is no spike, or one lies outside all segments
         */
        public Recording build() {
            if (count == 0) {
                throw InputException.of("The recording has no spike: there is nothing to infer from.");
            }
            int at = 0;
            for (int k = 0; k < count; k++) {
                while (at < segments.size() && segments.get(at).end() <= step[k]) {
                    at++;
                }
                if (at == segments.size() || step[k] < segments.get(at).start()) {
                    throw InputException.of(
                            "Spike %d of neuron %d at step %d lies outside all segments.", k, (int) neuron[k], step[k]);
                }
            }
            return new Recording(this, Arrays.copyOf(step, count), Arrays.copyOf(neuron, count));
        }
    }
}
