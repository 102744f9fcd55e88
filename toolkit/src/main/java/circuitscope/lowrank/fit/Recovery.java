package circuitscope.lowrank.fit;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.compare.Discrepancy;
import circuitscope.lowrank.flow.FlowOptions;

/** How near ridge solution and flows come to a known law, as a computation whose outcomes can be kept. */
public final class Recovery implements Computation<Recovery.Options, Recovery.Found> {
    private static final double TAIL = 0.02;

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

    /**
     * Scores, as in {@link Assessment}.
     *
     * @param networkError relative difference of the network's field from that of many neurons
     * @param ridgeError relative error of the field of the ridge solution, for the network's neurons
     * @param ridgeErrorOfOthers the same for other neurons, drawn from the law
     * @param ridgeExplained R^2 of E[n | m]
     * @param flowError relative error of the field of neurons drawn from the flows, against the network
     * @param flowErrorOfMany the same against the field of many neurons
     * @param residual s.d. of n about the true E[n | m], for neurons drawn from the flows
     * @param discrepancy squared maximum mean discrepancy of (m, n) from the law
     * @param shuffled the same for drawn neurons whose n are exchanged
     * @param tailIndex Hill index of |m| of neurons drawn from the flows, from the largest 2 %
     */
    public record Found(
            double networkError,
            double ridgeError,
            double ridgeErrorOfOthers,
            double ridgeExplained,
            double flowError,
            double flowErrorOfMany,
            double residual,
            double discrepancy,
            double shuffled,
            double tailIndex) {}

    @Override
    public String name() {
        return "lowrank-recovery";
    }

    @Override
    public Options standard() {
        return new Options(TestCase.RING, 1000, 5000);
    }

    @Override
    public Class<Found> findings() {
        return Found.class;
    }

    @Override
    public Found run(Options options, long seed, Workers workers) {
        FlowOptions flow = FlowOptions.standard().withSteps(options.steps());
        Assessment all = Assessment.of(
                options.test(),
                options.neurons(),
                FitOptions.standard().withFlow(options.test() == TestCase.HEAVY_TAIL ? flow.compressing() : flow),
                seed,
                workers);
        return new Found(
                all.networkError(),
                all.ridgeError(),
                all.ridgeErrorOfOthers(),
                all.ridgeExplained(),
                all.flowError(),
                all.flowErrorOfMany(),
                all.residual(),
                all.discrepancy(),
                all.shuffled(),
                Discrepancy.tailIndex(all.samples().m(), TAIL));
    }
}
