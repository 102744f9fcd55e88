package circuitscope.kernel;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Where the output of a running cell goes. */
interface Output {

    /**
     * Takes printed text.
     *
     * @param error whether it was printed to {@code System.err}
     * @param text the text
     */
    void text(boolean error, String text);

    /**
     * Takes a picture, a table or another rendered value.
     *
     * @param data the value in one or more MIME types
     * @param update whether it replaces what was displayed earlier under the same id
     */
    void display(DisplayData data, boolean update);
}
