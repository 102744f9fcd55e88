package circuitscope.infer.rotation;

import circuitscope.InputException;
import circuitscope.infer.Curve;
import circuitscope.infer.Request;
import circuitscope.infer.linkglm.RingProfile;
import circuitscope.infer.sampling.SynapticTimeConstant;
import circuitscope.spikes.Covariate;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.optim.MaxEval;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;
import org.apache.commons.math3.optim.univariate.BrentOptimizer;
import org.apache.commons.math3.optim.univariate.SearchInterval;
import org.apache.commons.math3.optim.univariate.UnivariateObjectiveFunction;

/**
 * Search for the gain at which training spikes are likeliest through one profile and one link for all neurons: every gain has as
 * many parameters. Gains of a coarse scale first, then of a fine one around the best, then the best place between its neighbours.
 */
final class GainSearch {
    private static final String STAGE = "gain of the angle, trials";
    /** Trials that a search usually takes. */
    private static final int TRIALS = 75;

    private static final double SHORTEST_TAU_MS = 2;
    private static final double LONGEST_TAU_MS = 50;
    /** Gains of the first round, as turns in neurons at an angle of one standard deviation. */
    private static final double[] TURNS = {-16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16};

    /** Gains of the second round, between the neighbours of the best of the first. */
    private static final int FINE = 40;
    /** Of the last round, relative to the range of the second. */
    private static final double PRECISION = 1e-3;

    private final Request request;
    private final Covariate.Circular theta;
    private final int n;
    private final double perNeuronTurn;
    private final Map<Double, Double> tried = new TreeMap<>();
    private int trials;

    /**
     * @param request a recording of a ring
     * @param theta the angle that turns its couplings
     * @throws InputException if the angle is never known, or is the same all the time
     */
    GainSearch(Request request, Covariate.Circular theta) {
        this.request = request;
        this.theta = theta;
        n = request.recording().neurons();
        double[] known = Arrays.stream(theta.radians())
                .filter(angle -> !Double.isNaN(angle))
                .toArray();
        if (known.length == 0 || Arrays.stream(known).allMatch(angle -> angle == known[0])) {
            throw InputException.of(
                    "%s is %s all the time, expected an angle that changes: nothing tells how it turns the couplings.",
                    theta.name(), known.length == 0 ? "unknown" : known[0] + " rad");
        }
        double square =
                Arrays.stream(known).map(angle -> angle * angle).average().orElseThrow();
        perNeuronTurn = 2 * Math.PI / (n * Math.sqrt(square));
    }

    /** {@return the rotation that makes the spikes likeliest} */
    Rotation likeliest() {
        double tau = SynapticTimeConstant.ofLowest(SHORTEST_TAU_MS, LONGEST_TAU_MS, ms -> {
            count();
            return new RingProfile(request, ms).fit(0).loss();
        });
        RingProfile profile = new RingProfile(request, tau);
        RingProfile.Fit still = profile.fit(0);
        double[] coarse = TURNS;
        int best = best(profile, coarse, still);
        double low = coarse[Math.max(0, best - 1)];
        double high = coarse[Math.min(coarse.length - 1, best + 1)];
        // the shift is a whole number, so gains that make it the same by halves are local optima, too
        double[] fine = IntStream.rangeClosed(0, FINE)
                .mapToDouble(k -> low + (high - low) * k / FINE)
                .toArray();
        int near = best(profile, fine, profile.fit(coarse[best] * perNeuronTurn, still));
        RingProfile.Fit start = profile.fit(fine[near] * perNeuronTurn, still);
        new BrentOptimizer(1e-6, PRECISION * (high - low))
                .optimize(
                        GoalType.MINIMIZE,
                        new UnivariateObjectiveFunction(
                                turn -> at(profile, turn, start).loss()),
                        new SearchInterval(fine[Math.max(0, near - 1)], fine[Math.min(FINE, near + 1)], fine[near]),
                        MaxEval.unlimited());
        double gain = tried.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        request.progress().update(STAGE, TRIALS, TRIALS);
        return new Rotation(n, gain, theta);
    }

    /** Number of the turn at which spikes are likeliest; each fit starts from the one before. */
    private int best(RingProfile profile, double[] turns, RingProfile.Fit start) {
        RingProfile.Fit before = start;
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < turns.length; k++) {
            before = at(profile, turns[k], before);
            if (before.loss() < least) {
                least = before.loss();
                best = k;
            }
        }
        return best;
    }

    private RingProfile.Fit at(RingProfile profile, double turn, RingProfile.Fit start) {
        count();
        RingProfile.Fit fit = profile.fit(turn * perNeuronTurn, start);
        tried.put(turn * perNeuronTurn, fit.loss());
        return fit;
    }

    private void count() {
        request.progress().update(STAGE, Math.min(++trials, TRIALS - 1), TRIALS);
    }

    /** {@return losses of the gains that were tried} */
    Curve curve() {
        return new Curve(
                "gain of the angle",
                "gain",
                "negative log-likelihood (nats per spike)",
                tried.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                tried.values().stream().mapToDouble(Double::doubleValue).toArray());
    }
}
