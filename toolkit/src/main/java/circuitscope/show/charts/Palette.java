package circuitscope.show.charts;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;

/** Colours, fonts and lines of all figures. Series have the colours of Okabe and Ito, which colour-blind readers can tell. */
final class Palette {
    static final Color INK = new Color(0x22, 0x22, 0x22);
    static final Color AXIS = new Color(0x55, 0x55, 0x55);
    static final Color GRID = new Color(0xd9, 0xd9, 0xd9);
    static final Color PAPER = Color.WHITE;
    static final Color BLUE = new Color(0x00, 0x72, 0xb2);
    static final Color ORANGE = new Color(0xe6, 0x9f, 0x00);
    static final Color RED = new Color(0xd5, 0x2b, 0x1e);
    static final Color GREY = new Color(0x99, 0x99, 0x99);

    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font SMALL = TEXT.deriveFont(10.5f);
    static final Font TITLE = TEXT.deriveFont(Font.BOLD, 13f);

    static final BasicStroke THIN = new BasicStroke(0.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    static final BasicStroke LINE = new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    static final BasicStroke DASHED =
            new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {5, 3}, 0);

    private static final Color[] SERIES = {
        BLUE,
        new Color(0xd5, 0x5e, 0x00),
        new Color(0x00, 0x9e, 0x73),
        new Color(0xcc, 0x79, 0xa7),
        ORANGE,
        new Color(0x56, 0xb4, 0xe9),
        INK
    };

    private Palette() {}

    static Color series(int index) {
        return SERIES[index % SERIES.length];
    }

    static Color faint(Color colour) {
        return new Color(colour.getRed(), colour.getGreen(), colour.getBlue(), 56);
    }
}
