package circuitscope.evaluate;

import circuitscope.Workers;
import circuitscope.spikes.RateModel;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;

/**
 * Spike prediction on each part of a split.
 *
 * @param training score of the steps that were learned from
 * @param validation score of the steps that settings were chosen by
 * @param test score of the steps that nothing was chosen by
 */
public record SplitScores(LikelihoodScore training, LikelihoodScore validation, LikelihoodScore test) {
    /**
     * @param recording the spikes
     * @param split its parts
     * @param model rates given the past
     * @param workers threads, and who hears how far the scoring has come
     * @return the scores of all three parts
     * @throws circuitscope.InputException if a part has no spike, or the model gives impossible rates
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static SplitScores of(Recording recording, Split split, RateModel model, Workers workers) {
        return sampled(recording, split, model, 1, 0, workers);
    }

    /**
     * @param recording the spikes
     * @param split its parts
     * @param model rates given the past
     * @param stride one step in so many is scored
     * @param seed seed of the drawn steps
     * @param workers threads, and who hears how far the scoring has come
     * @return estimates of the scores of all three parts
     * @throws circuitscope.InputException if a part has no spike, or the model gives impossible rates
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static SplitScores sampled(
            Recording recording, Split split, RateModel model, int stride, long seed, Workers workers) {
        return new SplitScores(
                LikelihoodScore.sampled(recording, split.training(), model, stride, seed, workers),
                LikelihoodScore.sampled(recording, split.validation(), model, stride, seed, workers),
                LikelihoodScore.sampled(recording, split.test(), model, stride, seed, workers));
    }
}
