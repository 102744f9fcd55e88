package circuitscope.sessions;

import circuitscope.InputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One sorted cell of a session: its name, what is known of it, and its spike times, which may stay in the file until they are
 * asked for.
 *
 * <p>Facts go by small names; those that mean something here are {@code region}, {@code type}, {@code shank} and {@code
 * quality} (such as "good" or "mua"). A format may bring others.
 */
public final class Unit {
    /** Name of the fact that holds the brain region. */
    public static final String REGION = "region";

    /** Name of the fact that holds the type of cell. */
    public static final String TYPE = "type";

    /** Name of the fact that holds the shank, electrode group or probe. */
    public static final String SHANK = "shank";

    /** Name of the fact that holds how well it was isolated. */
    public static final String QUALITY = "quality";

    private final String id;
    private final Map<String, String> facts;
    private final double[] positionUm;
    private final Supplier<double[]> spikes;

    private Unit(String id, Map<String, String> facts, double[] positionUm, Supplier<double[]> spikes) {
        this.id = id;
        this.facts = facts;
        this.positionUm = positionUm;
        this.spikes = spikes;
    }

    /**
     * @param id its name, which no other unit of the session has
     * @param seconds its spike times in s, not decreasing
     * @return a unit of which nothing else is known
     */
    public static Unit of(String id, double... seconds) {
        return reading(id, () -> seconds);
    }

    /**
     * @param id its name, which no other unit of the session has
     * @param spikes reads its spike times in s, not decreasing, when they are asked for
     * @return a unit of which nothing else is known
     */
    public static Unit reading(String id, Supplier<double[]> spikes) {
        return new Unit(id, Map.of(), new double[0], spikes);
    }

    /**
     * @param fact name of a fact, such as {@link #REGION}
     * @param value what is known; empty leaves the unit as it is
     * @return the same unit with this fact
     */
    public Unit with(String fact, String value) {
        if (value.isBlank()) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.put(fact, value.strip());
        return new Unit(id, more, positionUm, spikes);
    }

    /**
     * @param micrometres place in space, at most 3 axes
     * @return the same unit at this place
     */
    public Unit at(double... micrometres) {
        return new Unit(id, facts, micrometres, spikes);
    }

    /** {@return its name} */
    public String id() {
        return id;
    }

    /** {@return what is known of it, by name} */
    public Map<String, String> facts() {
        return Collections.unmodifiableMap(facts);
    }

    /**
     * @param name name of a fact
     * @return what is known; empty if nothing is
     */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }

    /** {@return its place in space in micrometres, shape (0 to 3 axes)} */
    public double[] positionUm() {
        return positionUm;
    }

    /**
     * Reads its spikes.
     *
     * @return times in s on the session's clock, not decreasing, shape (spikes)
     * @throws InputException if they can't be read, are not finite or run backwards
     */
    public double[] spikeSeconds() {
        double[] seconds = spikes.get();
        for (int k = 0; k < seconds.length; k++) {
            if (!Double.isFinite(seconds[k])) {
                throw InputException.of("unit %s, spike %d: found the time %s, expected one in s.", id, k, seconds[k]);
            }
            if (k > 0 && seconds[k] < seconds[k - 1]) {
                throw InputException.of(
                        "unit %s, spike %d: its clock goes from %s back to %s s; sort its spikes, or see whether two files were"
                                + " joined.",
                        id, k, seconds[k - 1], seconds[k]);
            }
        }
        return seconds;
    }

    @Override
    public String toString() {
        return "Unit " + id + (facts.isEmpty() ? "" : " " + facts);
    }
}
