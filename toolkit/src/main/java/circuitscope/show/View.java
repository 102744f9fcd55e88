package circuitscope.show;

import circuitscope.show.charts.Figure;

/**
 * How a value shows itself.
 *
 * @param html an HTML element for a notebook
 * @param text the same for a terminal, ended by a line feed
 */
public record View(String html, String text) {
    static View of(Figure figure) {
        return new View(figure.html(), figure + "\n");
    }

    static View of(TableView table) {
        return new View(table.html(), table.text());
    }

    /** One below the other. */
    View above(View other) {
        return new View(html + other.html, text + other.text);
    }
}
