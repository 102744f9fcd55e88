package circuitscope.infer.drive;

import circuitscope.InputException;
import circuitscope.infer.Curve;
import circuitscope.infer.Request;
import circuitscope.infer.linkglm.RingProfile;
import circuitscope.infer.sampling.SynapticTimeConstant;
import circuitscope.spikes.Covariate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Search for the gain at which training spikes are likeliest through one profile and one link for all neurons: every gain has as
 * many parameters. Gains of a coarse scale are tried for some time constants, then those of a fine one for the likeliest of these;
 * then the time constant and once more the gain are refined.
 */
final class GainSearch {
    private static final String STAGE = "gain of the angle, trials";
    /** Trials that a search usually takes. */
    private static final int TRIALS = 185;

    private static final double TAU_RATIO = 1.45;
    /** Time constants of the first round in ms. */
    private static final List<Double> TAUS_MS = List.of(4.0, 5.8, 8.4, 12.2, 17.7, 25.7);

    /** So many of them get a second round: the best lies between two of these at least. */
    private static final int LIKELY_TAUS = 3;

    /** Gains of the first round, as turns in neurons at an angle of one standard deviation. */
    private static final double[] TURNS = {-16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16};

    /** Half the number of gains of a finer round. */
    private static final int FINE = 12;
    /** Reach of the last round: relative, and at least so many neurons. */
    private static final double NEAR = 0.1;

    private static final double LEAST = 0.05;

    private final Request request;
    private final Covariate.Circular theta;
    private final int n;
    private final double perNeuronTurn;
    private final Map<Double, Double> tried = new TreeMap<>();
    private final AtomicInteger trials = new AtomicInteger();

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

    /** A gain, as a turn in neurons at an angle of one standard deviation, for a time constant, and how likely it is. */
    private record Trial(double tauMs, double turn, RingProfile.Fit fit) {}

    /** Trials of one time constant. */
    private record Scan(RingProfile profile, Trial start, List<Trial> trials) {
        /** The likeliest, the first of several. */
        Trial best() {
            return trials.stream()
                    .min(Comparator.comparingDouble(trial -> trial.fit.loss()))
                    .orElseThrow();
        }

        Scan and(Scan more) {
            return new Scan(
                    profile,
                    start,
                    Stream.concat(trials.stream(), more.trials.stream()).toList());
        }
    }

    /** {@return the rotation that makes the spikes likeliest} */
    Rotation likeliest() {
        List<Scan> coarse = request.workers().silently().map(TAUS_MS, STAGE, this::coarse);
        List<Scan> likely = coarse.stream()
                .sorted(Comparator.comparingDouble(scan -> scan.best().fit.loss()))
                .limit(LIKELY_TAUS)
                .toList();
        // a wrong time constant moves the gain, so each has its own search
        Scan shown = request.workers().silently().map(likely, STAGE, this::refined).stream()
                .min(Comparator.comparingDouble(scan -> scan.best().fit.loss()))
                .orElseThrow();
        Trial best = shown.best();
        double turn = best.turn;
        RingProfile.Fit start = best.fit;
        double tau = SynapticTimeConstant.ofLowest(
                best.tauMs / TAU_RATIO,
                best.tauMs * TAU_RATIO,
                ms -> trial(new RingProfile(request, ms), ms, turn, start).fit.loss());
        RingProfile profile = new RingProfile(request, tau);
        Scan last = scan(profile, around(turn, Math.abs(turn) * NEAR + LEAST), trial(profile, tau, turn, start));
        for (Trial trial :
                Stream.concat(shown.trials.stream(), last.trials.stream()).toList()) {
            tried.put(trial.turn * perNeuronTurn, trial.fit.loss());
        }
        request.progress().update(STAGE, TRIALS, TRIALS);
        return new Rotation(n, last.best().turn * perNeuronTurn, theta);
    }

    private Scan coarse(double tauMs) {
        RingProfile profile = new RingProfile(request, tauMs);
        return scan(profile, TURNS, new Trial(tauMs, 0, profile.fit(0)));
    }

    /** With finer gains between the neighbours of the best. */
    private Scan refined(Scan coarse) {
        int best = coarse.trials.indexOf(coarse.best());
        double low = TURNS[Math.max(0, best - 1)];
        double high = TURNS[Math.min(TURNS.length - 1, best + 1)];
        // the shift is a whole number, so gains that make it the same by halves are local optima, too
        double[] fine = around((low + high) / 2, (high - low) / 2);
        return coarse.and(scan(coarse.profile, fine, coarse.start));
    }

    private static double[] around(double middle, double reach) {
        return IntStream.rangeClosed(-FINE, FINE)
                .mapToDouble(k -> middle + reach * k / FINE)
                .toArray();
    }

    /** Each fit starts from the one before. */
    private Scan scan(RingProfile profile, double[] turns, Trial start) {
        List<Trial> trials = new ArrayList<>();
        Trial before = start;
        for (double turn : turns) {
            before = trial(profile, start.tauMs, turn, before.fit);
            trials.add(before);
        }
        return new Scan(profile, start, trials);
    }

    private Trial trial(RingProfile profile, double tauMs, double turn, RingProfile.Fit start) {
        request.progress().update(STAGE, Math.min(trials.incrementAndGet(), TRIALS - 1), TRIALS);
        return new Trial(tauMs, turn, profile.fit(turn * perNeuronTurn, start));
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
