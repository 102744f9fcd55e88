package circuitscope.show.views;

import circuitscope.show.charts.Figure;
import tech.tablesaw.api.Table;

/**
 * How a value shows itself.
 *
 * @param html an HTML element for a notebook
 * @param text the same for a terminal, ended by a line feed
 */
public record View(String html, String text) {
    /**
     * @param figure a picture
     * @return the picture
     */
    public static View of(Figure figure) {
        return new View(figure.html(), figure + "\n");
    }

    /**
     * @param table a table
     * @return the table, made readable
     */
    public static View of(Table table) {
        TableView readable = new TableView(table);
        return new View(readable.html(), readable.text());
    }

    /**
     * @param other another view
     * @return this one, and the other below it
     */
    public View above(View other) {
        return new View(html + other.html, text + other.text);
    }
}
