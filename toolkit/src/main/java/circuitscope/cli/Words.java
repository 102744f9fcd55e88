package circuitscope.cli;

import java.util.Locale;

/** Names of choices as they are written on the command line. */
final class Words {
    private Words() {}

    static String of(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
