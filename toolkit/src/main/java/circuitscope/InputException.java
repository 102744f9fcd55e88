package circuitscope;

import java.util.Locale;

/**
 * Thrown when something that came from outside (a file, an option, an argument) can't be used. The message is one
 * sentence that says where the fault is, what was found, what was expected and what to do.
 */
public final class InputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private InputException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * @param format message in the form of {@link String#format}
     * @param arguments values for the format; if the last one is a {@link Throwable}, it becomes the cause
     * @return the exception, to be thrown by the caller
     */
    public static InputException of(String format, Object... arguments) {
        Throwable cause =
                arguments.length > 0 && arguments[arguments.length - 1] instanceof Throwable last ? last : null;
        return new InputException(String.format(Locale.ROOT, format, arguments), cause);
    }

    /**
     * @param name what the value is, with its unit
     * @param value the value
     * @return {@code value}
     * @throws InputException if {@code value} is not finite and above 0
     */
    public static double requirePositive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw of("%s is %s, expected a finite number above 0.", name, value);
        }
        return value;
    }

    /**
     * @param name what the value is, with its unit
     * @param value the value
     * @param least smallest allowed value
     * @param most largest allowed value
     * @return {@code value}
     * @throws InputException if {@code value} is not in [{@code least}, {@code most}]
     */
    public static int requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw of("%s is %d, expected %d to %d.", name, value, least, most);
        }
        return value;
    }

    /**
     * @param name what the value is, with its unit
     * @param value the value
     * @param least smallest allowed value
     * @param most largest allowed value
     * @return {@code value}
     * @throws InputException if {@code value} is not a number in [{@code least}, {@code most}]
     */
    public static double requireBetween(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw of("%s is %s, expected %s to %s.", name, value, least, most);
        }
        return value;
    }
}
