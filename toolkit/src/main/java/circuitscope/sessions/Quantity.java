package circuitscope.sessions;

import circuitscope.InputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A kind of number whose unit is at the end of its name, such as {@code time_ms}. Where the name tells none, the unit is asked
 * for: a time of 12 may be seconds, milliseconds or samples.
 */
enum Quantity {
    /** Moments in s. */
    TIME("s", new String[] {"s", "ms", "us"}, new double[] {1, 1e-3, 1e-6}),
    /** Angles in rad. */
    ANGLE("rad", new String[] {"rad", "deg"}, new double[] {1, Math.PI / 180});

    private final String canonical;
    private final String[] units;
    private final double[] factors;

    Quantity(String canonical, String[] units, double... factors) {
        this.canonical = canonical;
        this.units = units;
        this.factors = factors;
    }

    /** A name with one of the units, and the factor that makes the canonical one of it. */
    record Named(String name, double factor) {
        double[] of(double... numbers) {
            return Arrays.stream(numbers)
                    .map(number -> factor == 1 ? number : number * factor)
                    .toArray();
        }
    }

    /**
     * @throws InputException if the name is there without a unit, or with two
     */
    Optional<Named> find(Path path, Collection<String> names, String base) {
        List<Named> found = new ArrayList<>();
        for (int k = 0; k < units.length; k++) {
            if (names.contains(base + "_" + units[k])) {
                found.add(new Named(base + "_" + units[k], factors[k]));
            }
        }
        if (found.size() > 1) {
            throw InputException.of(
                    "%s has both %s and %s, expected one of them; leave the other out.",
                    path, found.get(0).name, found.get(1).name);
        }
        if (found.isEmpty() && names.contains(base)) {
            throw InputException.of(
                    "%s: '%s' does not tell its unit, expected a name such as %s_%s; rename it to one that ends in _%s.",
                    path, base, base, canonical, String.join(" or _", units));
        }
        return found.stream().findFirst();
    }

    Named require(Path path, Collection<String> names, String base) {
        return find(path, names, base)
                .orElseThrow(() -> InputException.of(
                        "%s has %s, expected also '%s_%s'; name it so, with its unit at the end (%s).",
                        path, names, base, canonical, String.join(", ", units)));
    }
}
