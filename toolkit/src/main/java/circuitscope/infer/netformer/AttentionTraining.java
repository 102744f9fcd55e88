package circuitscope.infer.netformer;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.RandomStreams;
import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.Parameters;
import java.util.Arrays;
import org.apache.commons.rng.sampling.PermutationSampler;

/**
 * A trained network of attention.
 *
 * @param network the network that was kept
 * @param training mean loss in each epoch, shape (epochs)
 * @param validation loss of the validation part after each epoch, shape (epochs)
 * @param epoch number of epochs after which the network was kept
 */
public record AttentionTraining(LinearAttention network, double[] training, double[] validation, int epoch) {
    private static final String STAGE = "training attention";

    /**
     * Trains by Adam. Every epoch goes through all times in an order of its own.
     *
     * @param training what is learned from
     * @param validation what the epoch to keep is chosen by, if one is chosen
     * @param loss what predictions are compared by
     * @param options size of the network, rate, batch, epochs
     * @param seed seed of the start and of the orders
     * @param progress hears how far it has come
     * @return the trained network
     * @throws InputException if the loss is not finite any more
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static AttentionTraining of(
            Tokens training, Tokens validation, Loss loss, NetFormerOptions options, long seed, Progress progress) {
        LinearAttention network = LinearAttention.random(
                training.neurons(),
                training.history(),
                options.embedding(),
                RandomStreams.of(seed, "start of attention"));
        Parameters p = network.parameters();
        Adam adam = Adam.of(p);
        int[] times = new int[training.size()];
        Arrays.setAll(times, k -> k);
        double[] losses = new double[options.epochs()];
        double[] heldOut = new double[options.epochs()];
        LinearAttention best = network;
        int bestEpoch = 0;
        long step = 0;
        for (int epoch = 0; epoch < options.epochs(); epoch++) {
            PermutationSampler.shuffle(RandomStreams.of(seed, "order of an epoch", epoch), times);
            for (int from = 0; from < times.length; from += options.batch()) {
                Progress.stopIfInterrupted(STAGE);
                int count = Math.min(options.batch(), times.length - from);
                Tokens some = training.at(Arrays.copyOfRange(times, from, from + count));
                Parameters gradient = p.zeros();
                losses[epoch] += count * network.gradient(some, loss, gradient) / times.length;
                step++;
                for (String name : p.names()) {
                    adam.singleStep(name, p.get(name), gradient.get(name), options.rate(), step);
                }
            }
            heldOut[epoch] = network.loss(validation, loss);
            if (!Double.isFinite(losses[epoch] + heldOut[epoch])) {
                throw InputException.of(
                        "The loss is not finite any more after epoch %d; take a rate below %s.",
                        epoch + 1, options.rate());
            }
            if (options.keep() == NetFormerOptions.Keep.LAST || heldOut[epoch] < heldOut[bestEpoch] || epoch == 0) {
                bestEpoch = epoch;
                best = options.keep() == NetFormerOptions.Keep.LAST ? network : network.copy();
            }
            progress.update(STAGE, epoch + 1, options.epochs());
        }
        return new AttentionTraining(best, losses, heldOut, bestEpoch + 1);
    }
}
