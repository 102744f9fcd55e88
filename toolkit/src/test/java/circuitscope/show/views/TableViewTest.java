package circuitscope.show.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class TableViewTest {
    private static Table table() {
        return Table.create(
                "Table 1",
                StringColumn.create("method", "GNN", "GLM <b>"),
                DoubleColumn.create("Delta", 0.0612345, 0.24),
                DoubleColumn.create("weight", -1.5, Double.NaN),
                IntColumn.create("spikes", new int[] {169119, 7}));
    }

    @Test
    void textHasNumbersToTheRightAndTextToTheLeft() {
        assertEquals("""
                Table 1
                method    Delta  weight  spikes
                -------  ------  ------  ------
                GNN      0.0612    -1.5  169119
                GLM <b>  0.2400       \u2013       7
                """, new TableView(table()).text());
    }

    @Test
    void htmlIsEscapedAndAligned() {
        String html = new TableView(table()).html();
        assertTrue(html.contains(">GLM &lt;b&gt;</td>"), html);
        assertFalse(html.contains("<b>"), html);
        assertTrue(html.contains("text-align:right;padding:2px 10px\">0.0612</td>"), html);
        assertTrue(html.contains("text-align:left;padding:2px 10px\">GNN</td>"), html);
        assertTrue(html.contains(">Table 1</caption>"), html);
        assertEquals(3, html.split("<tr>", -1).length - 1);
    }

    @Test
    void anEmptyTableHasAHeaderOnly() {
        Table empty = Table.create("", StringColumn.create("a"), DoubleColumn.create("bc"));
        assertEquals("a  bc\n-  --\n", new TableView(empty).text());
        assertTrue(new TableView(empty).html().endsWith("</thead></table>"));
    }

    @Test
    void aColumnHasTheDecimalsThatItsLargestValueNeeds() {
        assertEquals(List.of("0.061", "0.882"), TableView.numbers(new double[] {0.061, 0.882}));
        assertEquals(List.of("123.5", "20.0"), TableView.numbers(new double[] {123.456, 20}));
        assertEquals(List.of("4", "19", "0"), TableView.numbers(new double[] {4, 19, 0}));
        assertEquals(List.of("12346", "10"), TableView.numbers(new double[] {12345.678, 10}));
        assertEquals(List.of("0", "0"), TableView.numbers(new double[] {0, -0.0}));
        assertEquals(
                List.of("0.572", "\u221e", "-\u221e"),
                TableView.numbers(new double[] {0.572, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}));
    }

    @Test
    void smallNumbersBesideLargeOnesKeepTheirDigits() {
        assertEquals(
                List.of("0.001235", "5000", "0", "2.5e-7", "-1.235e9"),
                TableView.numbers(new double[] {0.00123456, 5000, 0, 2.5e-7, -1.2345678e9}));
        assertEquals(List.of("1e-9", "3e-8"), TableView.numbers(new double[] {1e-9, 3e-8}));
    }
}
