package circuitscope.systems;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.infer.nri.NriOptions;
import circuitscope.infer.nri.RelationNetwork;
import circuitscope.infer.sampling.EpochTraining;
import circuitscope.infer.sampling.Windows;
import java.util.List;

/** How many pairs NRI calls connected or not as they are, in simulations that it has not seen. */
public final class RelationTrial implements Computation<RelationTrial.Options, RelationTrial.Found> {
    private static final int NODES = 5;
    private static final int LENGTH = 49;
    private static final int HELD_OUT = 200;

    /**
     * What is told, and from how much.
     *
     * @param system the system
     * @param simulations simulations that are learned from
     * @param hidden size of all hidden layers
     * @param rate learning rate of Adam
     * @param batch simulations of a training step
     * @param epochs passes over the simulations
     */
    public record Options(RelationalSystem system, int simulations, int hidden, double rate, int batch, int epochs) {
        /**
         * @param system the system
         * @param simulations simulations that are learned from
         * @param hidden size of all hidden layers
         * @param rate learning rate of Adam
         * @param batch simulations of a training step
         * @param epochs passes over the simulations
         * @throws InputException if the system is missing, or a number is out of range
         */
        public Options {
            if (system == null) {
                throw InputException.of("The system is missing; give SPRINGS or KURAMOTO.");
            }
            InputException.requireBetween("Simulations to learn from", simulations, 1, 10_000_000);
            InputException.requireBetween("Hidden size", hidden, 1, 10_000);
            new EpochTraining.Schedule(rate, batch, epochs, EpochTraining.Keep.BEST);
        }
    }

    /**
     * What was found in {@value #HELD_OUT} simulations that neither training nor the choice of the epoch has seen.
     *
     * @param accuracy share of the ordered pairs that are told right
     * @param edges share of the pairs that are connected
     * @param epoch epoch that was kept, by the loss of as many other simulations
     */
    public record Found(double accuracy, double edges, int epoch) {}

    @Override
    public String name() {
        return "nri-relations";
    }

    @Override
    public Options standard() {
        return new Options(RelationalSystem.SPRINGS, 1000, 64, 5e-4, 32, 60);
    }

    @Override
    public Class<Found> findings() {
        return Found.class;
    }

    @Override
    public Found run(Options options, long seed, Workers workers) {
        int all = options.simulations() + 2 * HELD_OUT;
        List<RelationalSystem.Trajectory> runs =
                workers.silently().map(all, "simulating", k -> options.system().simulate(NODES, LENGTH + 1, seed, k));
        double[] largest =
                largest(runs.subList(0, options.simulations()), options.system().features());
        RelationNetwork network = new RelationNetwork(
                NODES,
                options.system().features(),
                LENGTH,
                new NriOptions.Shape(options.hidden(), 10, 5e-5, 0.5),
                seed);
        EpochTraining course = EpochTraining.of(
                network,
                network.start(),
                windows(runs.subList(0, options.simulations()), largest),
                windows(runs.subList(options.simulations(), all - HELD_OUT), largest),
                new EpochTraining.Schedule(options.rate(), options.batch(), options.epochs(), EpochTraining.Keep.BEST),
                EpochTraining.Run.of(seed, workers.progress()));
        List<RelationalSystem.Trajectory> test = runs.subList(all - HELD_OUT, all);
        double[][][] edges = network.edges(course.kept(), windows(test, largest));
        double right = 0;
        double connected = 0;
        for (int k = 0; k < HELD_OUT; k++) {
            for (int i = 0; i < NODES; i++) {
                for (int j = 0; j < NODES; j++) {
                    boolean edge = test.get(k).edges()[i][j];
                    right += i != j && edges[k][i][j] > 0.5 == edge ? 1 : 0;
                    connected += edge ? 1 : 0;
                }
            }
        }
        double pairs = HELD_OUT * NODES * (NODES - 1.0);
        return new Found(right / pairs, connected / pairs, course.epoch());
    }

    /** Largest size of each feature. */
    private static double[] largest(List<RelationalSystem.Trajectory> runs, int features) {
        double[] largest = new double[features];
        for (RelationalSystem.Trajectory run : runs) {
            for (double[] state : run.states()) {
                for (int k = 0; k < state.length; k++) {
                    largest[k % features] = Math.max(largest[k % features], Math.abs(state[k]));
                }
            }
        }
        return largest;
    }

    private static Windows windows(List<RelationalSystem.Trajectory> runs, double... largest) {
        float[][] past = new float[runs.size()][];
        float[][] target = new float[runs.size()][];
        for (int k = 0; k < past.length; k++) {
            double[][] scaled = new double[LENGTH + 1][];
            for (int t = 0; t <= LENGTH; t++) {
                scaled[t] = runs.get(k).states()[t].clone();
                for (int c = 0; c < scaled[t].length; c++) {
                    scaled[t][c] /= largest[c % largest.length];
                }
            }
            Windows one = Windows.of(scaled, LENGTH);
            past[k] = one.past()[0];
            target[k] = one.target()[0];
        }
        return new Windows(LENGTH, past, target);
    }
}
