package circuitscope.show.charts;

import circuitscope.InputException;
import circuitscope.files.AtomicFile;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.apache.commons.text.StringEscapeUtils;

/** A finished picture with its title and a description in words. Immutable; drawn at twice its nominal size. */
public final class Figure {
    /** Pixels of the picture per nominal pixel, so that figures are sharp on dense screens and in print. */
    public static final int SCALE = 2;

    private static final int GAP = 12;

    static {
        // a picture in memory needs no screen, but Java would look for one and fail if DISPLAY names a dead one
        if (System.getProperty("java.awt.headless") == null) {
            System.setProperty("java.awt.headless", "true");
        }
    }

    private final String title;
    private final String description;
    private final BufferedImage image;

    private Figure(String title, String description, BufferedImage image) {
        this.title = title;
        this.description = description;
        this.image = image;
    }

    /** Paints in nominal pixels on white. */
    static Figure paint(String title, String description, int width, int height, Consumer<Graphics2D> painter) {
        BufferedImage image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.scale(SCALE, SCALE);
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            g.setColor(Palette.PAPER);
            g.fillRect(0, 0, width, height);
            painter.accept(g);
        } finally {
            g.dispose();
        }
        return new Figure(title, description, image);
    }

    /**
     * @param title stands above the figures; may be empty
     * @param figures from left to right
     * @return one figure
     * @throws InputException if there is none
     */
    public static Figure row(String title, Figure... figures) {
        return grid(title, Math.max(1, figures.length), List.of(figures));
    }

    /**
     * @param title stands above the figures; may be empty
     * @param columns number of figures side by side, at least 1
     * @param figures row by row; each column is as wide as its widest figure, each row as high as its highest
     * @return one figure
     * @throws InputException if there is none, or {@code columns} is out of range
     */
    public static Figure grid(String title, int columns, List<Figure> figures) {
        InputException.requireBetween("Number of columns", columns, 1, 1000);
        InputException.requireBetween("Number of figures in a grid", figures.size(), 1, 10_000);
        List<Figure> all = List.copyOf(figures);
        int[] left = new int[columns + 1];
        int[] top = new int[(all.size() + columns - 1) / columns + 1];
        top[0] = title.isEmpty() ? 0 : 34;
        for (int k = 0; k < all.size(); k++) {
            left[k % columns + 1] = Math.max(left[k % columns + 1], all.get(k).width() + GAP);
            top[k / columns + 1] = Math.max(top[k / columns + 1], all.get(k).height() + GAP);
        }
        for (int column = 0; column < columns; column++) {
            left[column + 1] += left[column];
        }
        for (int row = 0; row + 1 < top.length; row++) {
            top[row + 1] += top[row];
        }
        int width = Math.max(left[columns] - GAP, 1);
        String parts = String.join("; ", all.stream().map(Figure::description).toList());
        return paint(title, title.isEmpty() ? parts : title + ": " + parts, width, top[top.length - 1] - GAP, g -> {
            if (!title.isEmpty()) {
                g.setFont(Palette.TITLE.deriveFont(15f));
                g.setColor(Palette.INK);
                g.drawString(title, (float) (width - g.getFontMetrics().stringWidth(title)) / 2, 22);
            }
            for (int k = 0; k < all.size(); k++) {
                Figure figure = all.get(k);
                int room = left[k % columns + 1] - left[k % columns] - GAP - figure.width();
                g.drawImage(
                        figure.image,
                        left[k % columns] + room / 2,
                        top[k / columns],
                        figure.width(),
                        figure.height(),
                        null);
            }
        });
    }

    /** {@return the title, empty if there is none} */
    public String title() {
        return title;
    }

    /** {@return what the figure shows, in words, for readers who can't see it} */
    public String description() {
        return description;
    }

    /** {@return the nominal width; the picture has {@link #SCALE} times as many pixels} */
    public int width() {
        return image.getWidth() / SCALE;
    }

    /** {@return the nominal height; the picture has {@link #SCALE} times as many pixels} */
    public int height() {
        return image.getHeight() / SCALE;
    }

    /** {@return a copy of the picture, shape (SCALE width, SCALE height) in pixels} */
    public BufferedImage image() {
        BufferedImage copy = new BufferedImage(image.getWidth(), image.getHeight(), image.getType());
        image.copyData(copy.getRaster());
        return copy;
    }

    /** {@return the picture as a PNG file} */
    public byte[] png() {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16)) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory can't fail.", e);
        }
    }

    /** {@return an HTML element that holds the whole picture, at its nominal size} */
    public String html() {
        return String.format(
                Locale.ROOT,
                "<img src=\"data:image/png;base64,%s\" width=\"%d\" height=\"%d\" style=\"max-width:100%%;height:auto\""
                        + " alt=\"%s\">",
                Base64.getEncoder().encodeToString(png()),
                width(),
                height(),
                StringEscapeUtils.escapeXml11(description));
    }

    /**
     * @param path a PNG file; an existing one is replaced, whole or not at all
     * @throws InputException if the file can't be written
     */
    public void save(Path path) {
        AtomicFile.write(path, out -> out.write(png()));
    }

    /** {@return one line: title and size} */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Figure: %s (%d x %d pixels)",
                title.isEmpty() ? description : title,
                image.getWidth(),
                image.getHeight());
    }
}
