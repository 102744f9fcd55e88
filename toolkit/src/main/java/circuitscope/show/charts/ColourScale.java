package circuitscope.show.charts;

import circuitscope.InputException;
import java.awt.Color;

/**
 * Colours for numbers. Equal steps look equal: values above 0 in viridis (Smith and van der Walt 2015, from dark to
 * light), signed values from blue over white to red (the RdBu scheme of Brewer's ColorBrewer, mixed in CIELAB), with 0
 * always in the middle.
 */
public final class ColourScale {
    /** Colour of a value that is not a number. */
    public static final Color UNKNOWN = new Color(0xbb, 0xbb, 0xbb);

    // sRGB (IEC 61966-2-1) to CIELAB and back, white point D65
    private static final double[][] TO_XYZ = {
        {0.4124564 / 0.95047, 0.3575761 / 0.95047, 0.1804375 / 0.95047},
        {0.2126729, 0.7151522, 0.0721750},
        {0.0193339 / 1.08883, 0.1191920 / 1.08883, 0.9503041 / 1.08883}
    };

    private static final double[][] FROM_XYZ = {
        {3.2404542 * 0.95047, -1.5371385, -0.4985314 * 1.08883},
        {-0.9692660 * 0.95047, 1.8760108, 0.0415560 * 1.08883},
        {0.0556434 * 0.95047, -0.2040259, 1.0572252 * 1.08883}
    };

    /** Every fifth of the 256 published colours; a straight line between them meets the others within 1 of 255. */
    private static final int[] VIRIDIS =
            colours("44015446085c471063481769481d6f482475472a7a46307e453781433d844142873f48893d4e8a"
                    + "3a538b38598c355e8d33638d31688e2e6d8e2c718e2a768e297b8e27808e25848e23898e218e8d20928c1f978b1e9c891fa188"
                    + "21a58524aa8328ae802eb37c35b7793dbc7446c06f50c46a5ac86465cb5e70cf577cd25089d54895d840a2da37b0dd2fbddf26"
                    + "cae11fd8e219e5e419f1e51dfde725");

    private static final int[] RED_BLUE =
            mixed(colours("0530612166ac4393c392c5ded1e5f0f7f7f7fddbc7f4a582d6604db2182b67001f"), 25);

    private final int[] colours;
    private final double least;
    private final double most;

    private ColourScale(int[] colours, double least, double most) {
        this.colours = colours;
        this.least = least;
        this.most = most;
        if (!(Double.isFinite(least) && Double.isFinite(most) && least < most)) {
            throw InputException.of("Colour limits are %s and %s, expected two numbers in rising order.", least, most);
        }
    }

    /**
     * @param least value of the darkest colour
     * @param most value of the lightest colour
     * @return viridis between these limits; values outside have the colour of the nearer limit
     * @throws InputException if the limits are not finite or not in rising order
     */
    public static ColourScale sequential(double least, double most) {
        return new ColourScale(VIRIDIS, least, most);
    }

    /**
     * @param limit absolute value of the strongest colours
     * @return blue at {@code -limit}, white at 0, red at {@code limit}; values outside have the colour of the nearer limit
     * @throws InputException if the limit is not above 0
     */
    public static ColourScale diverging(double limit) {
        return new ColourScale(RED_BLUE, -InputException.requirePositive("Colour limit", limit), limit);
    }

    /** {@return the value of the first colour} */
    public double least() {
        return least;
    }

    /** {@return the value of the last colour} */
    public double most() {
        return most;
    }

    /**
     * @param value any number
     * @return its colour; {@link #UNKNOWN} for NaN
     */
    public Color colour(double value) {
        return new Color(rgb(value));
    }

    int rgb(double value) {
        if (Double.isNaN(value)) {
            return UNKNOWN.getRGB() & 0xffffff;
        }
        double place = Math.min(1, Math.max(0, (value - least) / (most - least))) * (colours.length - 1);
        int below = (int) Math.min(colours.length - 2, Math.floor(place));
        return between(colours[below], colours[below + 1], place - below);
    }

    private static int between(int first, int second, double share) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double channel = (1 - share) * (first >> shift & 0xff) + share * (second >> shift & 0xff);
            rgb |= (int) Math.round(channel) << shift;
        }
        return rgb;
    }

    private static int[] colours(String digits) {
        int[] colours = new int[digits.length() / 6];
        for (int k = 0; k < colours.length; k++) {
            colours[k] = Integer.parseInt(digits.substring(6 * k, 6 * k + 6), 16);
        }
        return colours;
    }

    /** Puts {@code steps} equal steps of CIELAB between neighbouring colours. */
    private static int[] mixed(int[] anchors, int steps) {
        int[] colours = new int[(anchors.length - 1) * steps + 1];
        for (int k = 0; k < colours.length; k++) {
            int below = Math.min(k / steps, anchors.length - 2);
            double share = (double) (k - below * steps) / steps;
            double[] first = lab(anchors[below]);
            double[] second = lab(anchors[below + 1]);
            double[] mixed = new double[3];
            for (int c = 0; c < 3; c++) {
                mixed[c] = (1 - share) * first[c] + share * second[c];
            }
            colours[k] = rgb(mixed);
        }
        return colours;
    }

    static double[] lab(int rgb) {
        double[] linear = new double[3];
        for (int c = 0; c < 3; c++) {
            double channel = (rgb >> 16 - 8 * c & 0xff) / 255.0;
            linear[c] = channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
        }
        double[] f = new double[3];
        for (int c = 0; c < 3; c++) {
            double t = TO_XYZ[c][0] * linear[0] + TO_XYZ[c][1] * linear[1] + TO_XYZ[c][2] * linear[2];
            f[c] = t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
        }
        return new double[] {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
    }

    private static int rgb(double[] lab) {
        double fy = (lab[0] + 16) / 116;
        double[] f = {fy + lab[1] / 500, fy, fy - lab[2] / 200};
        double[] xyz = new double[3];
        for (int c = 0; c < 3; c++) {
            double cube = f[c] * f[c] * f[c];
            xyz[c] = cube > 216.0 / 24389 ? cube : (116 * f[c] - 16) * 27 / 24389;
        }
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
            double t = FROM_XYZ[c][0] * xyz[0] + FROM_XYZ[c][1] * xyz[1] + FROM_XYZ[c][2] * xyz[2];
            double channel = t <= 0.0031308 ? 12.92 * t : 1.055 * Math.pow(t, 1 / 2.4) - 0.055;
            rgb = rgb << 8 | (int) Math.round(255 * Math.min(1, Math.max(0, channel)));
        }
        return rgb;
    }
}
