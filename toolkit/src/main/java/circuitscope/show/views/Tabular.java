package circuitscope.show.views;

import tech.tablesaw.api.Table;

/** A value that shows itself as a table. */
public interface Tabular {
    /** {@return the table} */
    Table table();

    /** {@return how the value shows itself: the table, unless it has more to show} */
    default View view() {
        return View.of(table());
    }
}
