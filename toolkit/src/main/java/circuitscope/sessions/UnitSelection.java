package circuitscope.sessions;

import circuitscope.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Which units to take, in words. Terms have commas between them:
 *
 * <ul>
 *   <li>{@code 7}: the unit of this name; several names take several units;
 *   <li>{@code region=ADn}: units with this fact; a name twice takes either, two names both; capitals don't matter;
 *   <li>{@code rate>=0.5}: units that fire at least so many times per s in the epoch.
 * </ul>
 *
 * <p>Nothing takes all. Units keep their order.
 */
public final class UnitSelection {
    private static final Pattern RATE = Pattern.compile("rate\\s*(>=|>)\\s*(\\S+)");

    private final String text;
    private final Set<String> ids = new LinkedHashSet<>();
    private final Map<String, Set<String>> facts = new LinkedHashMap<>();
    private double leastHz;

    private UnitSelection(String text) {
        this.text = text;
    }

    /**
     * @param text terms with commas between them
     * @return the selection
     * @throws InputException if a term is not understood
     */
    public static UnitSelection parse(String text) {
        UnitSelection selection = new UnitSelection(text);
        for (String part : text.split(",")) {
            String term = part.strip();
            Matcher rate = RATE.matcher(term);
            int equals = term.indexOf('=');
            if (term.isEmpty()) {
                continue;
            }
            if (rate.matches()) {
                selection.leastHz = hz(term, rate.group(2));
            } else if (equals > 0 && equals < term.length() - 1) {
                selection
                        .facts
                        .computeIfAbsent(term.substring(0, equals).strip(), name -> new LinkedHashSet<>())
                        .add(term.substring(equals + 1).strip());
            } else if (equals < 0) {
                selection.ids.add(term);
            } else {
                throw InputException.of(
                        "units '%s': found '%s', expected a unit's name, a fact such as region=ADn, or rate>=0.5.",
                        text, term);
            }
        }
        return selection;
    }

    private static double hz(String term, String number) {
        try {
            return InputException.requirePositive("Least rate in Hz of '" + term + "'", Double.parseDouble(number));
        } catch (NumberFormatException e) {
            throw InputException.of("units: found '%s', expected a rate in Hz, such as rate>=0.5.", term, e);
        }
    }

    /** {@return the least rate in Hz in the epoch; 0 if none is asked for} */
    public double leastHz() {
        return leastHz;
    }

    /**
     * @param units all units of a session
     * @return those of the names and facts that are asked for, in order; their rates are not looked at
     * @throws InputException if a name or fact is unknown, or no unit is left
     */
    public List<Unit> of(List<Unit> units) {
        for (String id : ids) {
            if (units.stream().noneMatch(unit -> unit.id().equals(id))) {
                throw unknown("unit", id, units.stream().map(Unit::id).toList());
            }
        }
        facts.forEach((name, values) -> {
            Set<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            units.forEach(unit -> known.add(unit.fact(name)));
            known.remove("");
            if (known.isEmpty()) {
                Set<String> names = new TreeSet<>();
                units.forEach(unit -> names.addAll(unit.facts().keySet()));
                throw unknown("fact", name, List.copyOf(names));
            }
            for (String value : values) {
                if (!known.contains(value)) {
                    throw unknown(name, value, List.copyOf(known));
                }
            }
        });
        List<Unit> taken = new ArrayList<>();
        for (Unit unit : units) {
            if ((ids.isEmpty() || ids.contains(unit.id()))
                    && facts.entrySet().stream()
                            .allMatch(fact ->
                                    fact.getValue().stream().anyMatch(unit.fact(fact.getKey())::equalsIgnoreCase))) {
                taken.add(unit);
            }
        }
        if (taken.isEmpty()) {
            throw InputException.of("units '%s': no unit of %d is left, expected at least one.", text, units.size());
        }
        return taken;
    }

    private InputException unknown(String kind, String found, List<String> known) {
        if (known.isEmpty()) {
            return InputException.of(
                    "units '%s': there is no %s '%s', for nothing is known of units.", text, kind, found);
        }
        String nearest = known.get(0);
        for (String name : known) {
            if (LevenshteinDistance.getDefaultInstance().apply(found, name)
                    < LevenshteinDistance.getDefaultInstance().apply(found, nearest)) {
                nearest = name;
            }
        }
        return InputException.of(
                "units '%s': there is no %s '%s', the nearest of %d is '%s'.",
                text, kind, found, known.size(), nearest);
    }
}
