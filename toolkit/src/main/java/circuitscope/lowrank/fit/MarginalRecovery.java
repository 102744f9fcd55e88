package circuitscope.lowrank.fit;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.compare.Discrepancy;
import circuitscope.lowrank.compare.MixtureSelection;
import circuitscope.lowrank.flow.Flow;
import circuitscope.lowrank.flow.FlowOptions;
import java.util.Arrays;

/**
 * How much of the shape of p(m) its flow keeps, beside what the neurons that it was trained on have of it: the weight of the tail
 * and the number of clusters.
 */
public final class MarginalRecovery implements Computation<MarginalRecovery.Options, MarginalRecovery.Found> {
    private static final int DRAWN = 20_000;
    private static final int COMPARED = 1000;
    private static final int MOST_COMPONENTS = 9;

    /**
     * What is recovered, and from how much.
     *
     * @param test the law
     * @param neurons number of neurons whose m are known
     * @param steps training steps of the flow; that of heavy tails is of compressed loadings
     */
    public record Options(TestCase test, int neurons, int steps) {
        /**
         * @param test the law
         * @param neurons number of neurons whose m are known
         * @param steps training steps of the flow
         * @throws InputException if the law is missing, or a number is out of range
         */
        public Options {
            if (test == null) {
                throw InputException.of("The law to recover is missing; give one, such as HEAVY_TAIL.");
            }
            InputException.requireBetween("Neurons of the network", neurons, 250, 1_000_000);
            InputException.requireBetween("Training steps of the flow", steps, 1, 10_000_000);
        }
    }

    /**
     * What was found.
     *
     * @param tailIndexOfNeurons Hill index of |m| of the neurons, from the largest 2 %
     * @param tailIndexOfFlow the same of 20,000 neurons drawn from the flow
     * @param componentsOfNeurons number of normal components of m, from the first 1000 neurons
     * @param componentsOfFlow the same of 1000 neurons drawn from the flow
     */
    public record Found(
            double tailIndexOfNeurons, double tailIndexOfFlow, int componentsOfNeurons, int componentsOfFlow) {}

    @Override
    public String name() {
        return "lowrank-marginal";
    }

    @Override
    public Options standard() {
        return new Options(TestCase.HEAVY_TAIL, 1000, 5000);
    }

    @Override
    public Class<Found> findings() {
        return Found.class;
    }

    @Override
    public Found run(Options options, long seed, Workers workers) {
        double[][] m = options.test().law().draw(options.neurons(), seed).m();
        FlowOptions standard = FlowOptions.standard().withSteps(options.steps());
        Flow flow =
                Flow.fit(m, options.test() == TestCase.HEAVY_TAIL ? standard.compressing() : standard, seed, workers);
        double[][] drawn = flow.sample(DRAWN, seed, workers);
        return new Found(
                Discrepancy.tailIndex(m, Assessment.TAIL),
                Discrepancy.tailIndex(drawn, Assessment.TAIL),
                components(m, seed, workers),
                components(drawn, seed, workers));
    }

    private static int components(double[][] m, long seed, Workers workers) {
        double[][] some = Arrays.copyOf(m, Math.min(COMPARED, m.length));
        return MixtureSelection.of(some, MOST_COMPONENTS, seed, workers).components();
    }
}
