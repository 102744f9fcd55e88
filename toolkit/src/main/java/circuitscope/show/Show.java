package circuitscope.show;

import java.io.PrintStream;
import tech.tablesaw.api.Table;

/**
 * Shows results where the program runs: in a notebook of any Java kernel as pictures and tables, elsewhere as text on the
 * standard output.
 */
public final class Show {
    private Show() {}

    /**
     * @param figure appears as a picture in a notebook; elsewhere its title and size are printed, and
     *     {@link Figure#save} keeps it
     */
    public static void figure(Figure figure) {
        show(figure.html(), figure + System.lineSeparator(), System.out);
    }

    /**
     * @param table appears as an HTML table in a notebook; elsewhere it is printed in aligned columns
     */
    public static void table(Table table) {
        TableView view = new TableView(table);
        show(view.html(), view.text(), System.out);
    }

    /**
     * @return a listener that shows how far a run has come and how long it will take: a bar in a notebook, a line in a
     *     terminal, now and then a line in a log. Close it at the end, best in a try-with-resources
     */
    public static ProgressDisplay progress() {
        return ProgressDisplay.here();
    }

    static void show(String html, String text, PrintStream out) {
        if (Notebook.show(html).isEmpty()) {
            out.print(text);
            out.flush();
        }
    }
}
