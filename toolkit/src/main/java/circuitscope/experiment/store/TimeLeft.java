package circuitscope.experiment.store;

import circuitscope.data.Source;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.FitExperiment;
import circuitscope.experiment.Outcome;
import circuitscope.simulate.Simulation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How long experiments will take, by those that are done. */
final class TimeLeft {
    /** So many outcomes are read at most; of longer lists some that are spread evenly. */
    private static final int READ = 200;

    private TimeLeft() {}

    /** Seconds that the same method took for so much work. */
    private static final class Pace {
        private double work;
        private double seconds;

        private void add(double more, double took) {
            work += more;
            seconds += took;
        }
    }

    static OptionalDouble seconds(OutcomeStore store, List<Experiment> done, List<Experiment> open, int processes) {
        if (open.isEmpty()) {
            return OptionalDouble.of(0);
        }
        if (done.isEmpty()) {
            return OptionalDouble.empty();
        }
        Map<String, Pace> paces = new HashMap<>();
        Pace any = new Pace();
        int step = Math.max(1, done.size() / READ);
        for (int k = 0; k < done.size(); k += step) {
            Experiment experiment = done.get(k);
            Outcome outcome = store.require(experiment);
            double seconds =
                    outcome.run() == null ? outcome.seconds() : outcome.run().seconds();
            paces.computeIfAbsent(experiment.subject(), first -> new Pace()).add(work(experiment), seconds);
            any.add(work(experiment), seconds);
        }
        double left = 0;
        for (Experiment experiment : open) {
            Pace pace = paces.getOrDefault(experiment.subject(), any);
            left += work(experiment) * pace.seconds / pace.work;
        }
        return OptionalDouble.of(left / processes);
    }

    /** In proportion to the time of a fit, roughly: spikes grow with neurons and seconds, and each is used by each neuron. */
    private static double work(Experiment experiment) {
        if (experiment instanceof FitExperiment fit && fit.data() instanceof Source.Simulated simulated) {
            Simulation simulation = simulated.simulation();
            double neurons = simulation.network().neurons();
            return neurons * neurons * simulation.seconds();
        }
        return 1;
    }
}
