package circuitscope.infer.auto;

import circuitscope.infer.Request;
import circuitscope.infer.correlogram.CorrelogramOptions;
import circuitscope.infer.correlogram.CorrelogramResult;
import circuitscope.infer.correlogram.Correlograms;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.glm.GlmResult;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.linkglm.LinkGlmOptions;
import circuitscope.infer.linkglm.LinkGlmResult;
import circuitscope.infer.selection.ModelSelection;
import circuitscope.infer.selection.SpikeTiming;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import circuitscope.spikes.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A look at a few neurons and a part of the training part, where spikes are many: whether the GLM with a learned link tells when
 * held-out spikes come so much better than the other estimates that these need not be made at all.
 */
final class FirstLook {
    private static final int NEURONS = 12;
    /** Spikes for each weight in the part that is looked at; a link of each neuron's own needs 20. */
    private static final double SPIKES_PER_WEIGHT = 25;
    /** A recording with fewer times as many is fitted whole. */
    private static final double WORTH = 4;
    /** Steps of the integral are so many, or fewer. */
    private static final int ROWS = 30_000;
    /**
     * The link tells so many times as much as correlograms, which know much more in a whole fit: of couplings between a few neurons
     * they see few, while the link is told of all. On rings it tells 40 times as much and more.
     */
    private static final double MUCH = 10;
    /** Its lead in standard errors, neurons being the sample. */
    private static final double SURE = 2;

    private FirstLook() {}

    /** Whether there are so many spikes that a look at a part of them costs little. */
    static boolean pays(Request request) {
        double n = request.recording().neurons();
        return request.trainingSpikes() > WORTH * SPIKES_PER_WEIGHT * n * n;
    }

    /**
     * @param request what is asked
     * @param options settings of the estimates
     * @return nats per spike that each estimate adds to the slow course, by neuron looked at; without the learned link where
     *     correlograms add more than the GLM
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    static Map<String, double[]> gains(Request request, AutoOptions options) {
        int n = request.recording().neurons();
        Request part = request.withSplit(new Split(
                end(request), request.split().validation(), request.split().test()));
        Set<Integer> some = new TreeSet<>();
        for (int k = 0; k < Math.min(n, NEURONS); k++) {
            some.add((int) ((long) k * n / Math.min(n, NEURONS)));
        }
        CorrelogramOptions flexible = options.correlograms()
                .withIntervals(List.of(Collections.max(options.correlograms().intervals())));
        CorrelogramResult ccg = new Correlograms().lookingAt(some).fit(part, flexible);
        SpikeTiming timing = new SpikeTiming(part, ccg.coModulation()::visit, some::contains);
        Map<String, double[]> gains = new LinkedHashMap<>();
        gains.put(Auto.CCG, gainsOf(some, timing, ccg.timing()::visit));
        int stride = (int) Math.max(options.glm().stride(), part.trainingSteps() / ROWS);
        GlmResult glm = new Glm().fit(part, options.glm().withStride(stride));
        gains.put(Auto.GLM, gainsOf(some, timing, glm.rates().orElseThrow()::visit));
        if (sum(gains.get(Auto.GLM)) > sum(gains.get(Auto.CCG))) {
            LinkGlmResult link = new LinkGlm()
                    .lookingAt(some)
                    .fit(part, tau(glm, options.linkGlm()), options.linkGlm().withStride(stride));
            gains.put(Auto.LINK, gainsOf(some, timing, link.rates().orElseThrow()::visit));
        }
        return gains;
    }

    private static double[] gainsOf(Set<Integer> some, SpikeTiming timing, SpikeTiming.Visits model) {
        double[] all = timing.gains(model);
        return some.stream().mapToDouble(i -> all[i] / timing.spikes()).toArray();
    }

    /** The mean lag of the coupling filter, which is the time constant of an exponential one. */
    private static double tau(GlmResult glm, LinkGlmOptions options) {
        double[] lags = glm.filter().x();
        double sum = 0;
        double first = 0;
        for (int k = 0; k < lags.length; k++) {
            sum += glm.filter().y()[k];
            first += lags[k] * glm.filter().y()[k];
        }
        return Math.max(options.shortestTauMs(), Math.min(options.longestTauMs(), sum > 0 ? first / sum : 0));
    }

    /**
     * @param gains what each estimate adds, by neuron
     * @return whether the GLM with a learned link is the best beyond doubt: a whole fit would take it if it were the best at all
     */
    static boolean isClear(Map<String, double[]> gains) {
        double[] link = gains.get(Auto.LINK);
        return link != null
                && sum(link) > MUCH * sum(gains.get(Auto.CCG))
                && leads(link, gains.get(Auto.CCG))
                && leads(link, gains.get(Auto.GLM));
    }

    private static boolean leads(double[] link, double... other) {
        return sum(link) - sum(other) > SURE * ModelSelection.errorOfDifference(link, other);
    }

    private static double sum(double... values) {
        return Arrays.stream(values).sum();
    }

    /** The end of the training part, nearest to what is held out, as far back as there are spikes enough. */
    private static List<Segment> end(Request request) {
        Recording recording = request.recording();
        double n = recording.neurons();
        double share = SPIKES_PER_WEIGHT * n * n / request.trainingSpikes();
        long left = (long) Math.ceil(share * request.trainingSteps());
        List<Segment> parts = new ArrayList<>();
        List<Segment> training = request.training();
        for (int k = training.size() - 1; k >= 0 && left > 0; k--) {
            Segment last = training.get(k);
            int length = (int) Math.min(left, last.length());
            parts.add(0, new Segment(last.end() - length, last.end()));
            left -= length;
        }
        return parts;
    }
}
