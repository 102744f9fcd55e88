package circuitscope.show.charts;

import java.math.BigDecimal;
import java.math.MathContext;

/** How numbers are written in charts and tables. */
public final class SignificantDigits {
    private SignificantDigits() {}

    /**
     * @param value a finite number
     * @param digits most significant digits
     * @return the number without closing zeros, with an exponent if it is very large or small
     */
    public static String of(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded =
                BigDecimal.valueOf(value).round(new MathContext(digits)).stripTrailingZeros();
        double size = Math.abs(value);
        if (size >= 1e-4 && size < 1e7) {
            return rounded.toPlainString();
        }
        int exponent = rounded.precision() - rounded.scale() - 1;
        return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }
}
