package circuitscope.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/** Starts the kernel; Jupyter calls it with the file that names the ports. */
public final class Main {

    private static final long LAST_REPLY_MS = 200;

    private Main() {}

    /**
     * Runs the kernel until Jupyter shuts it down.
     *
     * @param arguments the connection file
     * @throws IOException if the connection file can't be read
     * @throws GeneralSecurityException if its signature scheme isn't known
     * @throws InterruptedException if the main thread is interrupted
     */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException, InterruptedException {
        if (arguments.length != 1) {
            System.err.println("Usage: java -cp ... circuitscope.kernel.Main <connection file>, but got "
                    + arguments.length + " arguments; Jupyter starts the kernel by itself.");
            System.exit(2);
        }
        endWithParent();
        JupyterConnection connection =
                new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(arguments[0]))));
        JavaKernel kernel = new JavaKernel(connection, System.getenv());
        kernel.onStartup();
        connection.connect();
        kernel.awaitShutdown();
        // the reply to the shutdown is still on its way; threads of cells must not keep the kernel alive
        TimeUnit.MILLISECONDS.sleep(LAST_REPLY_MS);
        System.exit(0);
    }

    /** Ends the kernel with the Jupyter process that started it, even if that was killed. */
    private static void endWithParent() {
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent != null && parent.matches("[1-9]\\d{0,9}")) {
            ProcessHandle.of(Long.parseLong(parent))
                    .ifPresent(process -> process.onExit().thenRun(() -> System.exit(1)));
        }
    }
}
