package circuitscope.kernel;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

    /** A stream whose text becomes output. */
    default PrintStream stream(boolean error) {
        return new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) {
                        write(new byte[] {(byte) b}, 0, 1);
                    }

                    @Override
                    public void write(byte[] bytes, int offset, int length) {
                        text(error, new String(bytes, offset, length, StandardCharsets.UTF_8));
                    }
                },
                false,
                StandardCharsets.UTF_8);
    }
}
