package circuitscope.spikes;

/**
 * The spikes in a window behind a moving step: lags 1 to {@code window}, never across the border of a segment. Steps are
 * visited in increasing order, which makes each move cheap. Not thread-safe.
 */
public final class SpikeHistory {
    private final Recording recording;
    private final int window;
    private int segment;
    private int first;
    private int end;

    /**
     * @param recording the spikes
     * @param window longest lag in steps, at least 1
     */
    public SpikeHistory(Recording recording, int window) {
        this.recording = recording;
        this.window = window;
    }

    /**
     * Moves the window behind a step.
     *
     * @param step a step in one of the recording's segments, not before the one given last
     */
    public void moveTo(int step) {
        while (recording.segments().get(segment).end() <= step) {
            segment++;
        }
        int start = Math.max(recording.segments().get(segment).start(), step - window);
        if (end < recording.spikes() && recording.stepOf(end) < start) {
            end = recording.firstSpikeFrom(start);
            first = end;
        }
        while (end < recording.spikes() && recording.stepOf(end) < step) {
            end++;
        }
        while (first < end && recording.stepOf(first) < start) {
            first++;
        }
    }

    /** {@return the number of the first spike in the window} */
    public int firstSpike() {
        return first;
    }

    /** {@return one past the number of the last spike in the window} */
    public int endSpike() {
        return end;
    }
}
