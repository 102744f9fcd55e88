package circuitscope.experiment;

import circuitscope.InputException;
import circuitscope.data.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of a list of experiments, for several machines or the tasks of an array job. The parts of a list have
 * nothing in common and are the whole together, whatever has been done already.
 *
 * @param part which one, from 1
 * @param of how many there are
 */
public record Part(int part, int of) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})/(\\d{1,6})");

    /**
     * @param part which one, from 1
     * @param of how many there are
     * @throws InputException if there is no such part
     */
    public Part {
        InputException.requireBetween("Number of parts", of, 1, 1_000_000);
        InputException.requireBetween("Part", part, 1, of);
    }

    /**
     * @param text such as "3/16"
     * @return the part
     * @throws InputException if it is not understood
     */
    public static Part of(String text) {
        Matcher words = TEXT.matcher(text);
        if (!words.matches()) {
            throw InputException.of("Part is '%s', expected two numbers such as 3/16: the third of 16 parts.", text);
        }
        return new Part(Integer.parseInt(words.group(1)), Integer.parseInt(words.group(2)));
    }

    /**
     * Experiments are dealt like cards. Those on the same data go together, so that it is made once only, unless there are fewer
     * data than parts.
     *
     * @param experiments a list of experiments
     * @return those of this part, in their order
     */
    public List<Experiment> of(List<Experiment> experiments) {
        record Group(Source data, long seed, int alone) {}
        Map<Group, Integer> numbers = new HashMap<>();
        List<Integer> groups = new ArrayList<>();
        for (Experiment experiment : experiments) {
            Group group = experiment instanceof FitExperiment fit
                    ? new Group(fit.data(), fit.seed(), 0)
                    : new Group(null, 0, numbers.size());
            groups.add(numbers.computeIfAbsent(group, first -> numbers.size()));
        }
        boolean together = numbers.size() >= of;
        List<Experiment> mine = new ArrayList<>();
        for (int k = 0; k < experiments.size(); k++) {
            if ((together ? groups.get(k) : k) % of == part - 1) {
                mine.add(experiments.get(k));
            }
        }
        return mine;
    }
}
