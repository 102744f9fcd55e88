package circuitscope.lowrank.fit;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.flow.FlowOptions;

/** How near ridge solution and flows come to a known law, as a computation whose outcomes can be kept. */
public final class Recovery implements Computation<Recovery.Options, Assessment.Scores> {
    /**
     * What is recovered, and from how much.
     *
     * @param test the law
     * @param neurons number of neurons
     * @param steps training steps of each flow; that of heavy tails is of compressed loadings
     */
    public record Options(TestCase test, int neurons, int steps) {
        /**
         * @param test the law
         * @param neurons number of neurons
         * @param steps training steps of each flow
         * @throws InputException if the law is missing, or a number is out of range
         */
        public Options {
            if (test == null) {
                throw InputException.of("The law to recover is missing; give one, such as BISTABLE.");
            }
            InputException.requireBetween("Neurons of the network", neurons, 10, 1_000_000);
            InputException.requireBetween("Training steps of a flow", steps, 1, 10_000_000);
        }
    }

    @Override
    public String name() {
        return "lowrank-recovery";
    }

    @Override
    public Options standard() {
        return new Options(TestCase.RING, 1000, 5000);
    }

    @Override
    public Class<Assessment.Scores> findings() {
        return Assessment.Scores.class;
    }

    @Override
    public Assessment.Scores run(Options options, long seed, Workers workers) {
        return assess(options, seed, workers).scores();
    }

    /**
     * @param options choices
     * @param seed seed of network, fit and comparison
     * @param workers threads, and who hears how far it has come
     * @return the fit, whose scores are what is found
     */
    public static Assessment assess(Options options, long seed, Workers workers) {
        FlowOptions flow = FlowOptions.standard().withSteps(options.steps());
        return Assessment.of(
                options.test(),
                options.neurons(),
                FitOptions.standard().withFlow(options.test() == TestCase.HEAVY_TAIL ? flow.compressing() : flow),
                seed,
                workers);
    }
}
