package circuitscope.infer.linkglm;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.arithmetic.PositiveDefinite;
import circuitscope.infer.arithmetic.SquaresInBlocks;
import circuitscope.infer.sampling.SampledSteps;
import circuitscope.infer.sampling.SynapticTraces;
import circuitscope.spikes.Recording;
import circuitscope.spikes.RingShift;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The GLM with a learned link, of a ring whose neurons are all alike but for their place: one profile of weights, bias and link
 * for all, learned from a part of the spikes. So small a model is determined by few spikes, and tells what all neurons share.
 * The couplings may be turned by an angle: a spike of neuron i is then explained by the spikes around i + k.
 */
public final class RingProfile {
    private static final String STAGE = "profile of a ring";
    /** Most rows (time, neuron) for the integral. */
    private static final int ROWS = 20_000;
    /** Most spikes that are explained. */
    private static final int SPIKES = 20_000;
    /** Of the penalty by the curvature: distances of which nothing is known keep a weight of 0. */
    private static final double DAMPING = 1e-6;

    private static final int STEPS = 60;
    private static final int HALVINGS = 12;
    /** In nats. */
    private static final double TOLERANCE = 0.05;

    private static final double FAR_BELOW = -60;

    private final int n;
    private final Progress progress;
    /** Traces by distance from the neuron, shape (rows, N). */
    private final float[][] rows;

    private final double[] weight;
    /** Traces by distance from the neuron that fires, twice, so that a turn is a start; shape (spikes, 2 N). */
    private final float[][] before;

    private final double[] angle;

    /**
     * @param request a recording of a ring; its training part is used
     * @param tauMs time constant of the synapses in ms
     */
    public RingProfile(Request request, double tauMs) {
        progress = request.progress();
        Recording recording = request.recording();
        n = recording.neurons();
        SampledSteps steps = SampledSteps.draw(request.training(), 1000, request.random("steps of a ring's profile"))
                .thinned(ROWS);
        int drawn = (int) Math.min(ROWS, request.trainingSteps() * (long) n);
        UniformRandomProvider random = request.random("neurons of a ring's profile");
        rows = new float[drawn][n];
        weight = new double[drawn];
        float[] traces = new float[n];
        SynapticTraces walk =
                new SynapticTraces(recording, tauMs, request.training().get(0).start());
        // several neurons at each step, if there are few steps
        for (int k = 0; k < drawn; k++) {
            int at = (int) ((long) k * steps.size() / drawn);
            walk.fill(steps.step()[at], traces);
            int neuron = random.nextInt(n);
            for (int d = 0; d < n; d++) {
                rows[k][d] = traces[(neuron + d) % n];
            }
        }
        double total = request.trainingSteps() * (double) n;
        long spikes = request.trainingSpikes();
        int every = (int) Math.max(1, (spikes + SPIKES - 1) / SPIKES);
        Arrays.fill(weight, total / drawn / every);
        int count = 0;
        float[][] found = new float[SPIKES][];
        double[] angles = new double[SPIKES];
        for (Segment part : request.training()) {
            SynapticTraces atSpikes = new SynapticTraces(recording, tauMs, part.start());
            int end = recording.firstSpikeFrom(part.end());
            for (int s = recording.firstSpikeFrom(part.start()); s < end && count < SPIKES; s += every) {
                int step = recording.stepOf(s);
                atSpikes.fill(step, traces);
                float[] twice = new float[2 * n];
                for (int d = 0; d < 2 * n; d++) {
                    twice[d] = traces[(recording.neuronOf(s) + d) % n];
                }
                angles[count] = recording.angle().map(theta -> theta.at(step)).orElse(Double.NaN);
                found[count++] = twice;
            }
        }
        before = Arrays.copyOf(found, count);
        angle = Arrays.copyOf(angles, count);
    }

    /**
     * A fitted profile.
     *
     * @param weights weight of the neuron that is d farther along, shape (N); 0 for d = 0
     * @param bias drive without input
     * @param offset log of the expected count per step where softplus is 1
     * @param power exponent of the link
     * @param loss negative log-likelihood in nats per spike
     */
    public record Fit(double[] weights, double bias, double offset, double power, double loss) {
        private LinkModel model() {
            return new LinkModel(weights, bias, offset, power);
        }
    }

    /**
     * @param gain turn of the couplings over turn of the recording's angle; 0 for couplings that stay
     * @return the best profile, from no coupling
     */
    public Fit fit(double gain) {
        double mean = Math.log(before.length / (weight[0] * rows.length));
        LinkModel flat = new LinkModel(new double[n], FAR_BELOW, mean - FAR_BELOW, 1);
        LinkModel exponential = climb(flat, gain, LinkNewton.Free.WEIGHTS).model();
        return climb(exponential.bentAt(mean), gain, LinkNewton.Free.ALL);
    }

    /**
     * @param gain turn of the couplings over turn of the recording's angle
     * @param start a profile to start from
     * @return the best profile
     */
    public Fit fit(double gain, Fit start) {
        return climb(start.model(), gain, LinkNewton.Free.ALL);
    }

    private Fit climb(LinkModel start, double gain, LinkNewton.Free free) {
        int[] turn = new int[before.length];
        for (int k = 0; k < turn.length; k++) {
            turn[k] = Double.isNaN(angle[k]) ? 0 : RingShift.of(angle[k], n, gain);
        }
        int parameters = free == LinkNewton.Free.ALL ? n + 2 : n;
        LinkModel model = start;
        Evaluation now = evaluate(model, turn);
        for (int iteration = 0; iteration < STEPS; iteration++) {
            Progress.stopIfInterrupted(STAGE);
            double[] gradient = new double[n + 2];
            double[][] fisher = fisher(model, now, gradient);
            addSpikes(model, now, turn, gradient);
            double[] step = Arrays.copyOf(solve(fisher, Arrays.copyOf(gradient, parameters)), n + 3);
            LinkModel trial = model.moved(0, step);
            Evaluation next = evaluate(trial, turn);
            for (int halving = 0; halving < HALVINGS && !(next.value <= now.value); halving++) {
                trial = model.halfwayTo(trial);
                next = evaluate(trial, turn);
            }
            if (!(next.value <= now.value)) {
                break;
            }
            boolean arrived = now.value - next.value < TOLERANCE;
            model = trial;
            now = next;
            if (arrived) {
                break;
            }
        }
        return new Fit(model.weights(), model.bias(), model.offset(), model.power(), now.value / before.length);
    }

    /** Neurons that always fire together make the matrix singular, up to rounding; then it is damped more. */
    private static double[] solve(double[][] fisher, double... gradient) {
        int parameters = gradient.length;
        for (double damping = DAMPING; damping <= 1; damping *= 10) {
            double[][] reduced = new double[parameters][];
            for (int k = 0; k < parameters; k++) {
                reduced[k] = Arrays.copyOf(fisher[k], parameters);
                reduced[k][k] = reduced[k][k] * (1 + damping) + 1e-6;
            }
            try {
                return PositiveDefinite.of(reduced).solve(gradient);
            } catch (PositiveDefinite.NotPositiveDefinite e) {
                continue;
            }
        }
        throw InputException.of(
                "Nothing tells the weights of the ring's neurons apart: their spikes have no finite likelihood; take a recording"
                        + " with more spikes.");
    }

    private static float[] single(double[] weights) {
        float[] single = new float[weights.length];
        for (int d = 0; d < single.length; d++) {
            single[d] = (float) weights[d];
        }
        return single;
    }

    /**
     * What a model says, from which the next step is computed.
     *
     * @param value negative log-likelihood in nats
     * @param drive drive in each row; shape (rows)
     * @param log log of its softplus
     * @param rate expected spikes in the steps that the row stands for
     * @param driveAtSpikes drive at each spike; shape (spikes)
     * @param logAtSpikes log of its softplus
     */
    private record Evaluation(
            double value, double[] drive, double[] log, double[] rate, double[] driveAtSpikes, double[] logAtSpikes) {}

    private Evaluation evaluate(LinkModel model, int[] turn) {
        float[] weights = single(model.weights());
        double[] drive = new double[rows.length];
        double[] log = new double[rows.length];
        double[] rate = new double[rows.length];
        double sum = 0;
        for (int k = 0; k < rows.length; k++) {
            drive[k] = model.bias() + FloatRows.dot(weights, rows[k], n);
            log[k] = LinkModel.logSoftplus(drive[k]);
            rate[k] = weight[k] * Math.exp(model.offset() + model.power() * log[k]);
            sum += rate[k];
        }
        double[] driveAtSpikes = new double[before.length];
        double[] logAtSpikes = new double[before.length];
        for (int k = 0; k < before.length; k++) {
            driveAtSpikes[k] = model.bias() + dot(weights, before[k], turn[k]);
            logAtSpikes[k] = LinkModel.logSoftplus(driveAtSpikes[k]);
            sum -= model.offset() + model.power() * logAtSpikes[k];
        }
        return new Evaluation(sum, drive, log, rate, driveAtSpikes, logAtSpikes);
    }

    private float dot(float[] weights, float[] traces, int turn) {
        float sum = 0;
        for (int d = 0; d < n; d++) {
            sum += weights[d] * traces[turn + d];
        }
        return sum;
    }

    /** Fisher matrix: the bias in the place of distance 0, then offset and power; adds the integral's part of the gradient. */
    private double[][] fisher(LinkModel model, Evaluation at, double[] gradient) {
        SquaresInBlocks squares = new SquaresInBlocks(n + 2);
        for (int k = 0; k < rows.length; k++) {
            double rate = at.rate[k];
            double slope = model.power() * LinkModel.slope(at.drive[k]);
            double log = at.log[k];
            float root = (float) Math.sqrt(rate);
            float steep = root * (float) slope;
            float[] row = squares.next();
            row[0] = steep;
            for (int d = 1; d < n; d++) {
                row[d] = steep * rows[k][d];
                gradient[d] += rate * slope * rows[k][d];
            }
            row[n] = root;
            row[n + 1] = root * (float) log;
            gradient[0] += rate * slope;
            gradient[n] += rate;
            gradient[n + 1] += rate * log;
        }
        return squares.sum();
    }

    private void addSpikes(LinkModel model, Evaluation at, int[] turn, double[] gradient) {
        for (int k = 0; k < before.length; k++) {
            double slope = model.power() * LinkModel.slope(at.driveAtSpikes[k]);
            gradient[0] -= slope;
            for (int d = 1; d < n; d++) {
                gradient[d] -= slope * before[k][turn[k] + d];
            }
            gradient[n] -= 1;
            gradient[n + 1] -= at.logAtSpikes[k];
        }
    }
}
