package circuitscope.show.charts;

import java.awt.Color;
import java.awt.image.BufferedImage;

/** Looks at pictures at nominal coordinates. */
final class Pixels {
    private final BufferedImage image;

    Pixels(Figure figure) {
        image = figure.image();
    }

    Color at(double x, double y) {
        return new Color(image.getRGB((int) (x * Figure.SCALE), (int) (y * Figure.SCALE)));
    }

    int rgb(double x, double y) {
        return at(x, y).getRGB() & 0xffffff;
    }

    /** Whether a pixel within {@code reach} nominal pixels has exactly this colour. */
    boolean near(double x, double y, double reach, Color colour) {
        for (int dx = (int) -Math.ceil(2 * reach); dx <= 2 * reach; dx++) {
            for (int dy = (int) -Math.ceil(2 * reach); dy <= 2 * reach; dy++) {
                if (at(x + dx / 2.0, y + dy / 2.0).equals(colour)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Number of pixels of exactly this colour in the whole picture. */
    int count(Color colour) {
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += image.getRGB(x, y) == colour.getRGB() ? 1 : 0;
            }
        }
        return count;
    }
}
