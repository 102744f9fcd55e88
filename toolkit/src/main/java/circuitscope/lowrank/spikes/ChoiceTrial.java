package circuitscope.lowrank.spikes;

import circuitscope.Computation;
import circuitscope.InputException;
import circuitscope.Workers;

/** What spikes of a network of the choice task tell of it, as a computation whose outcomes can be kept. */
public final class ChoiceTrial implements Computation<ChoiceTrial.Options, ChoiceReading.Scores> {
    /**
     * How much is recorded.
     *
     * @param neurons number of neurons
     * @param trials number of trials
     */
    public record Options(int neurons, int trials) {
        /**
         * @param neurons number of neurons
         * @param trials number of trials
         * @throws InputException if a number is out of range
         */
        public Options {
            InputException.requireBetween("Number of neurons", neurons, 12, 100_000);
            InputException.requireBetween("Number of trials", trials, 2, 1_000_000);
        }
    }

    @Override
    public String name() {
        return "lowrank-choice";
    }

    @Override
    public Options standard() {
        return new Options(400, 300);
    }

    @Override
    public Class<ChoiceReading.Scores> findings() {
        return ChoiceReading.Scores.class;
    }

    @Override
    public ChoiceReading.Scores run(Options options, long seed, Workers workers) {
        return ChoiceReading.of(options.neurons(), options.trials(), seed, workers)
                .scores(seed + 1, workers);
    }
}
