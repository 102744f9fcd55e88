package circuitscope.infer.gnn;

import circuitscope.InputException;
import circuitscope.infer.Estimator;
import circuitscope.infer.Provenance;
import circuitscope.infer.Request;
import circuitscope.infer.Resumable;
import circuitscope.infer.embedding.HiddenUnits;
import circuitscope.spikes.Cell;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.sampling.ListSampler;

/**
 * The graph neural network for a ring of which only some neurons were recorded (paper, Section 4.4, Appendix B.2). Hidden units
 * stand between recorded neurons; loss and result are of the recorded ones.
 */
public final class PartialGnn implements Estimator<PartialGnnOptions, GnnResult>, Resumable {
    private final Gnn network;

    /** A fit that keeps nothing on the way. */
    public PartialGnn() {
        this(new Gnn());
    }

    private PartialGnn(Gnn network) {
        this.network = network;
    }

    /**
     * A fit that keeps its state in a file, as {@link Gnn#withCheckpoint} does.
     *
     * @param file the file; its folder must exist
     * @return the method with a checkpoint
     */
    @Override
    public PartialGnn withCheckpoint(Path file) {
        return new PartialGnn(network.withCheckpoint(file));
    }

    @Override
    public String name() {
        return "partial-gnn";
    }

    @Override
    public PartialGnnOptions standard() {
        return PartialGnnOptions.standard();
    }

    /**
     * {@inheritDoc}
     *
     * @throws InputException if a cell has no preferred angle, or there are fewer free places than hidden units
     */
    @Override
    public GnnResult fit(Request request, PartialGnnOptions options) {
        long start = System.nanoTime();
        GnnResult fit = network.with(units(request, options)).fit(request, options.network());
        return new GnnResult(
                fit.connectivity(),
                fit.embedding(),
                fit.filter(),
                fit.link(),
                fit.training(),
                fit.model(),
                fit.convergence(),
                Provenance.endingNow(name(), options, request, start));
    }

    private static HiddenUnits units(Request request, PartialGnnOptions options) {
        if (options.hidden() == 0) {
            return HiddenUnits.none(request.recording().neurons());
        }
        List<Cell> cells = request.recording().cells();
        if (cells.isEmpty()) {
            throw InputException.of(
                    "Nothing is known of the recorded cells, expected their preferred angles, which are their places on the"
                            + " ring; give them, or take 0 hidden units.");
        }
        int places = options.ringNeurons();
        double[] recorded = cells.stream().mapToDouble(Cell::preferredRadians).toArray();
        List<Integer> free = new ArrayList<>();
        for (int place = 0; place < places; place++) {
            free.add(place);
        }
        for (double angle : recorded) {
            if (Double.isFinite(angle)) {
                free.remove((Integer) Math.floorMod((int) Math.round(angle * places / (2 * Math.PI)), places));
            }
        }
        if (free.size() < options.hidden()) {
            throw InputException.of(
                    "%d hidden units find %d free places on a ring of %d with %d recorded neurons; take fewer.",
                    options.hidden(), free.size(), places, recorded.length);
        }
        if (options.placement() == PartialGnnOptions.Placement.RANDOM) {
            ListSampler.shuffle(request.random("places of hidden units"), free);
        }
        double[] hidden = new double[options.hidden()];
        for (int h = 0; h < hidden.length; h++) {
            int at = options.placement() == PartialGnnOptions.Placement.RANDOM
                    ? h
                    : (int) ((long) h * free.size() / hidden.length);
            hidden[h] = 2 * Math.PI * free.get(at) / places;
        }
        return HiddenUnits.of(recorded, hidden);
    }
}
