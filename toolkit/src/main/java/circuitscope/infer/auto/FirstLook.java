package circuitscope.infer.auto;

import circuitscope.infer.Request;
import circuitscope.infer.correlogram.CorrelogramOptions;
import circuitscope.infer.correlogram.CorrelogramResult;
import circuitscope.infer.correlogram.Correlograms;
import circuitscope.infer.glm.Glm;
import circuitscope.infer.linkglm.LinkGlm;
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
    private static final int NEURONS = 8;
    /** Spikes for each weight in the part that is looked at; a link of each neuron's own needs 20. */
    private static final double SPIKES_PER_WEIGHT = 25;
    /** A recording with fewer times as many is fitted whole. */
    private static final double WORTH = 2;
    /** The link tells so many times as much as any other estimate. */
    private static final double MUCH = 2;
    /** Its lead in standard errors. */
    private static final double SURE = 3;

    private FirstLook() {}

    /** Whether there are so many spikes that a look at a part of them costs little. */
    static boolean pays(Request request) {
        double n = request.recording().neurons();
        return request.trainingSpikes() > WORTH * SPIKES_PER_WEIGHT * n * n;
    }

    /**
     * @param request what is asked
     * @param options settings of the estimates
     * @return nats per spike that each estimate adds to the slow course, by neuron looked at
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
        gains.put(Auto.CCG, timing.gains(ccg.timing()::visit));
        gains.put(
                Auto.GLM,
                timing.gains(new Glm().fit(part, options.glm()).rates().orElseThrow()::visit));
        gains.put(
                Auto.LINK,
                timing.gains(new LinkGlm()
                        .lookingAt(some)
                        .fit(part, options.linkGlm())
                        .rates()
                        .orElseThrow()::visit));
        gains.replaceAll((name, all) ->
                some.stream().mapToDouble(i -> all[i] / timing.spikes()).toArray());
        return gains;
    }

    /**
     * @param gains what each estimate adds, by neuron
     * @return whether the GLM with a learned link is the best beyond doubt
     */
    static boolean isClear(Map<String, double[]> gains) {
        double[] link = gains.get(Auto.LINK);
        double sum = Arrays.stream(link).sum();
        return List.of(Auto.CCG, Auto.GLM).stream().map(gains::get).allMatch(other -> {
            double rest = Arrays.stream(other).sum();
            return sum > MUCH * rest && sum - rest > SURE * ModelSelection.errorOfDifference(link, other);
        });
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
