package circuitscope.infer;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What a method is asked: the spikes, which of them are for training, validation and test, and how it may work. It holds
 * nothing of the truth.
 *
 * @param recording the spikes that act
 * @param targets the spikes that are to be explained: the same, unless something turns the couplings. Then the spikes of neuron
 *     i stand at the neuron whose incoming weights it has at that moment
 * @param tuning terms of an angle that drives every neuron beside the spikes, for methods that know of it; usually none
 * @param split which steps are for training, validation and test
 * @param seed seed of all random numbers of the fit
 * @param workers threads, and who hears how far the fit has come
 */
public record Request(
        Recording recording, Recording targets, AngleHarmonics tuning, Split split, long seed, Workers workers) {
    /**
     * @param recording the spikes that act
     * @param targets the spikes that are to be explained
     * @param tuning terms of an angle that drives every neuron
     * @param split which steps are for training, validation and test
     * @param seed seed of all random numbers of the fit
     * @param workers threads, and who hears how far the fit has come
     * @throws InputException if acting and explained spikes are not of the same steps and as many neurons
     */
    public Request {
        if (targets.neurons() != recording.neurons()
                || targets.steps() != recording.steps()
                || targets.spikes() != recording.spikes()) {
            throw InputException.of(
                    "The spikes to be explained are %s, expected as many neurons, steps and spikes as those that act, %s.",
                    targets, recording);
        }
    }

    /**
     * @param recording the spikes, which are to be explained by themselves
     * @param split which steps are for training, validation and test
     * @param seed seed of all random numbers of the fit
     * @param workers threads, and who hears how far the fit has come
     */
    public Request(Recording recording, Split split, long seed, Workers workers) {
        this(recording, recording, AngleHarmonics.none(), split, seed, workers);
    }

    /**
     * Split 80/10/10 in time, seed 1, all processors.
     *
     * @param recording the spikes
     * @return the request
     * @throws InputException if the recording is too short to be split
     */
    public static Request of(Recording recording) {
        return new Request(recording, Split.of(recording), 1, Workers.all());
    }

    /**
     * @param other the spikes that are to be explained
     * @return the same request for them
     * @throws InputException if they are not of the same steps and as many neurons as those that act
     */
    public Request explaining(Recording other) {
        return new Request(recording, other, tuning, split, seed, workers);
    }

    /**
     * @param terms terms of the recording's angle
     * @return the same request where they drive every neuron beside the spikes
     */
    public Request drivenBy(AngleHarmonics terms) {
        return new Request(recording, targets, terms, split, seed, workers);
    }

    /**
     * @param other which steps are for training, validation and test
     * @return the same request with another split
     */
    public Request withSplit(Split other) {
        return new Request(recording, targets, tuning, other, seed, workers);
    }

    /**
     * @param other seed of all random numbers of the fit
     * @return the same request with another seed
     */
    public Request withSeed(long other) {
        return new Request(recording, targets, tuning, split, other, workers);
    }

    /**
     * @param count number of threads; what is inferred does not depend on it
     * @return the same request with other threads
     * @throws InputException if the number is out of range
     */
    public Request withThreads(int count) {
        return new Request(
                recording, targets, tuning, split, seed, Workers.of(count).telling(workers.progress()));
    }

    /**
     * @param other threads, and who hears how far the fit has come
     * @return the same request with these workers
     */
    public Request with(Workers other) {
        return new Request(recording, targets, tuning, split, seed, other);
    }

    /**
     * @param listener hears how far the fit has come
     * @return the same request with this listener
     */
    public Request telling(Progress listener) {
        return new Request(recording, targets, tuning, split, seed, workers.telling(listener));
    }

    /** {@return who hears how far the fit has come} */
    public Progress progress() {
        return workers.progress();
    }

    /** {@return the steps to learn from} */
    public List<Segment> training() {
        return split.training();
    }

    /** {@return the number of steps to learn from} */
    public long trainingSteps() {
        return split.training().stream().mapToLong(Segment::length).sum();
    }

    /**
     * @param purpose what the numbers are for
     * @return random numbers of this fit for one purpose
     */
    public UniformRandomProvider random(String purpose) {
        return RandomStreams.of(seed, purpose);
    }

    /**
     * What every method that couples neurons asks of them.
     *
     * @return spikes of each neuron that are to be explained in the training part, shape (N), all above 0
     * @throws InputException if there is only one neuron, or one that does not fire
     */
    public long[] requireActiveNeurons() {
        ActiveNeurons.require(recording.spikeCounts(split.training()));
        return ActiveNeurons.require(targets.spikeCounts(split.training()));
    }

    /** {@return the number of spikes in the training part} */
    public long trainingSpikes() {
        return Arrays.stream(recording.spikeCounts(split.training())).sum();
    }
}
