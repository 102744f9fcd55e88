package circuitscope.experiment.store;

import circuitscope.Workers;
import circuitscope.data.Dataset;
import circuitscope.data.Source;
import circuitscope.experiment.Experiment;
import circuitscope.experiment.FitExperiment;
import circuitscope.experiment.Outcome;
import circuitscope.experiment.Reach;
import java.util.Optional;

/** Where experiments are run one after the other; the data of one stays there for the next. */
final class Bench {
    private record Data(Source source, long seed, Dataset dataset, Optional<Reach> reach) {}

    private Data last;

    Outcome run(Experiment experiment, Workers workers) {
        if (!(experiment instanceof FitExperiment fit)) {
            return experiment.run(workers);
        }
        if (last == null || last.seed != fit.seed() || !last.source.equals(fit.data())) {
            last = null; // its memory may be needed
            Dataset dataset = fit.data().load(workers.progress());
            last = new Data(fit.data(), fit.seed(), dataset, Reach.of(dataset, fit.seed(), workers));
        }
        return fit.run(last.dataset, last.reach, workers);
    }
}
