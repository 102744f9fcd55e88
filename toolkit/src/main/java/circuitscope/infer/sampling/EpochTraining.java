package circuitscope.infer.sampling;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.infer.Request;
import circuitscope.infer.StateFile;
import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.Parameters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
    private static final String PLACE = "place";
    private static final String TRAINING = "training";
    private static final String VALIDATION = "validation";
    private static final String VALUE = "p.";
    private static final String MEAN = "m.";
    private static final String SQUARE = "v.";
    private static final String BEST = "b.";

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
         * @param step number of the step, from 0, from which anything random in it is drawn
         * @param gradient gradients of all parameters are added here
         * @return loss, a mean over windows
         */
        double gradient(Parameters parameters, Windows some, long step, Parameters gradient);

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
     * One run of a training.
     *
     * @param seed seed of the orders
     * @param progress hears how far it has come
     * @param file where its state is kept after each epoch, and where it goes on from
     * @param began {@link System#nanoTime} at its start, earlier by what it took before it was stopped
     */
    public record Run(long seed, Progress progress, Optional<StateFile> file, long began) {
        /**
         * @param seed seed of the orders
         * @param progress hears how far it has come
         * @return a run that starts now and keeps nothing
         */
        public static Run of(long seed, Progress progress) {
            return new Run(seed, progress, Optional.empty(), System.nanoTime());
        }

        /**
         * @param request what a fit is asked
         * @param options its options
         * @param checkpoint file of its state, if it keeps any
         * @return a run that starts now, or goes on
         */
        public static Run of(Request request, Record options, Optional<Path> checkpoint) {
            Optional<StateFile> file = checkpoint.map(path -> new StateFile(path, request, options, ""));
            double before = file.map(StateFile::seconds).orElse(0.0);
            return new Run(request.seed(), request.progress(), file, System.nanoTime() - (long) (1e9 * before));
        }
    }

    /**
     * @param learner what learns
     * @param p its parameters, which are changed
     * @param training what it learns from
     * @param validation what the epoch to keep is chosen by, if one is chosen
     * @param schedule how it is trained
     * @param run seed of the orders, who hears how far it has come, and where its state is kept
     * @return what came out
     * @throws InputException if the loss is not finite any more
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static EpochTraining of(
            Learner learner, Parameters p, Windows training, Windows validation, Schedule schedule, Run run) {
        Optional<NpzFile> saved = run.file().flatMap(StateFile::read);
        Adam adam = saved.map(file -> new Adam(Parameters.read(file, MEAN), Parameters.read(file, SQUARE)))
                .orElseGet(() -> Adam.of(p));
        saved.ifPresent(file -> p.putCopies(Parameters.read(file, VALUE)));
        int[] times = new int[training.size()];
        Arrays.setAll(times, k -> k);
        double[] losses =
                saved.map(file -> file.require(TRAINING).doubles()).orElseGet(() -> new double[schedule.epochs()]);
        double[] heldOut =
                saved.map(file -> file.require(VALIDATION).doubles()).orElseGet(() -> new double[schedule.epochs()]);
        int[] place = saved.map(file -> file.require(PLACE).ints()).orElseGet(() -> new int[2]);
        int done = place[0];
        int best = place[1];
        Parameters kept = saved.isPresent() && schedule.keep() == Keep.BEST ? Parameters.read(saved.get(), BEST) : p;
        long step = done * (long) ((times.length + schedule.batch() - 1) / schedule.batch());
        for (int epoch = 0; epoch < schedule.epochs(); epoch++) {
            PermutationSampler.shuffle(RandomStreams.of(run.seed(), "order of an epoch", epoch), times);
            if (epoch < done) {
                continue;
            }
            for (int from = 0; from < times.length; from += schedule.batch()) {
                Progress.stopIfInterrupted(STAGE);
                int count = Math.min(schedule.batch(), times.length - from);
                Parameters gradient = p.zeros();
                Windows some = training.at(Arrays.copyOfRange(times, from, from + count));
                losses[epoch] += count * learner.gradient(p, some, step, gradient) / times.length;
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
            if (run.file().isPresent()) {
                Map<String, NpyArray> state = new LinkedHashMap<>();
                state.put(PLACE, NpyArray.of(new int[] {epoch + 1, best}));
                state.put(TRAINING, NpyArray.of(losses));
                state.put(VALIDATION, NpyArray.of(heldOut));
                p.write(state, VALUE);
                adam.mean().write(state, MEAN);
                adam.square().write(state, SQUARE);
                kept.write(state, BEST);
                run.file().get().write(state, (System.nanoTime() - run.began()) / 1e9);
            }
            run.progress().update(STAGE, epoch + 1, schedule.epochs());
        }
        return new EpochTraining(kept, losses, heldOut, best + 1);
    }
}
