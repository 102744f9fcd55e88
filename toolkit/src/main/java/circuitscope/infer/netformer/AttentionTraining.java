package circuitscope.infer.netformer;

import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.sampling.EpochTraining;
import circuitscope.infer.sampling.Windows;

/**
 * A trained network of attention.
 *
 * @param network the network that was kept
 * @param course how training went
 */
public record AttentionTraining(Attention network, EpochTraining course) {
    /**
     * @param network the network at the start, whose numbers change
     * @param training what is learned from
     * @param validation what the epoch to keep is chosen by, if one is chosen
     * @param loss what predictions are compared by
     * @param options rate, batch, epochs
     * @param run seed of the orders of the windows, who hears how far it has come, where its state is kept
     * @return the trained network
     * @throws circuitscope.InputException if the loss is not finite any more
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static AttentionTraining of(
            Attention network,
            Windows training,
            Windows validation,
            Loss loss,
            NetFormerOptions options,
            EpochTraining.Run run) {
        EpochTraining.Learner learner = new EpochTraining.Learner() {
            @Override
            public double gradient(Parameters parameters, Windows some, long step, Parameters gradient) {
                return network.gradient(some, loss, gradient);
            }

            @Override
            public double loss(Parameters parameters, Windows all) {
                return network.loss(all, loss);
            }
        };
        EpochTraining course = EpochTraining.of(
                learner,
                network.parameters(),
                training,
                validation,
                new EpochTraining.Schedule(options.rate(), options.batch(), options.epochs(), options.keep()),
                run);
        return new AttentionTraining(network.with(course.kept()), course);
    }
}
