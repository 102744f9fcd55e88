package circuitscope.infer.sampling;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.Parameters;
import java.util.Arrays;
import org.apache.commons.rng.sampling.PermutationSampler;

/**
 * What came out of a training in epochs by Adam.
 *
 * @param kept the parameters that were kept
 * @param training mean loss in each epoch, shape (epochs)
 * @param validation loss of the validation part after each epoch, shape (epochs)
 * @param epoch number of epochs after which the parameters were kept
 */
public record EpochTraining(Parameters kept, double[] training, double[] validation, int epoch) {
    private static final String STAGE = "training by epochs";

    /** Which parameters are kept. */
    public enum Keep {
        /** Those after the last epoch. */
        LAST,
        /** Those after the epoch with the lowest loss of the validation part. */
        BEST
    }

    /** Something with parameters that learns from windows. */
    public interface Learner {
        /**
         * @param parameters its present parameters
         * @param some windows of a training step
         * @param gradient gradients of all parameters are added here
         * @return loss, a mean over windows
         */
        double gradient(Parameters parameters, Windows some, Parameters gradient);

        /**
         * @param parameters its present parameters
         * @param all windows
         * @return loss, a mean over windows
         */
        double loss(Parameters parameters, Windows all);
    }

    /**
     * How it is trained.
     *
     * @param rate learning rate of Adam
     * @param batch windows of a training step
     * @param epochs passes over all windows, each in an order of its own
     * @param keep which parameters are kept
     */
    public record Schedule(double rate, int batch, int epochs, Keep keep) {
        /**
         * @param rate learning rate of Adam
         * @param batch windows of a training step
         * @param epochs passes over all windows
         * @param keep which parameters are kept
         * @throws InputException if a number is out of range, or what to keep is missing
         */
        public Schedule {
            InputException.requirePositive("Learning rate", rate);
            InputException.requireBetween("Batch", batch, 1, 1 << 24);
            InputException.requireBetween("Epochs", epochs, 1, 1_000_000);
            if (keep == null) {
                throw InputException.of("Which epoch to keep is missing; give LAST or BEST.");
            }
        }
    }

    /**
     * @param learner what learns
     * @param p its parameters, which are changed
     * @param training what it learns from
     * @param validation what the epoch to keep is chosen by, if one is chosen
     * @param schedule how it is trained
     * @param seed seed of the orders
     * @param progress hears how far it has come
     * @return what came out
     * @throws InputException if the loss is not finite any more
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static EpochTraining of(
            Learner learner,
            Parameters p,
            Windows training,
            Windows validation,
            Schedule schedule,
            long seed,
            Progress progress) {
        Adam adam = Adam.of(p);
        int[] times = new int[training.size()];
        Arrays.setAll(times, k -> k);
        double[] losses = new double[schedule.epochs()];
        double[] heldOut = new double[schedule.epochs()];
        Parameters kept = p;
        int best = 0;
        long step = 0;
        for (int epoch = 0; epoch < schedule.epochs(); epoch++) {
            PermutationSampler.shuffle(RandomStreams.of(seed, "order of an epoch", epoch), times);
            for (int from = 0; from < times.length; from += schedule.batch()) {
                Progress.stopIfInterrupted(STAGE);
                int count = Math.min(schedule.batch(), times.length - from);
                Parameters gradient = p.zeros();
                Windows some = training.at(Arrays.copyOfRange(times, from, from + count));
                losses[epoch] += count * learner.gradient(p, some, gradient) / times.length;
                step++;
                for (String name : p.names()) {
                    adam.singleStep(name, p.get(name), gradient.get(name), schedule.rate(), step);
                }
            }
            heldOut[epoch] = learner.loss(p, validation);
            if (!Double.isFinite(losses[epoch] + heldOut[epoch])) {
                throw InputException.of(
                        "The loss is not finite any more after epoch %d; take a rate below %s.",
                        epoch + 1, schedule.rate());
            }
            if (schedule.keep() == Keep.LAST) {
                best = epoch;
            } else if (epoch == 0 || heldOut[epoch] < heldOut[best]) {
                best = epoch;
                kept = p.copy();
            }
            progress.update(STAGE, epoch + 1, schedule.epochs());
        }
        return new EpochTraining(kept, losses, heldOut, best + 1);
    }
}
