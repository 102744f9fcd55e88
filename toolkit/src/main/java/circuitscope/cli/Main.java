package circuitscope.cli;

import circuitscope.InputException;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** The program {@code circuitscope}. Exit codes: 0 done, 1 failed or interrupted, 2 something given to it is wrong. */
@Command(
        name = "circuitscope",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Reads the wiring of a neural circuit from its spikes.",
        subcommands = {Simulate.class, Infer.class, Evaluate.class, Limits.class},
        footer = {
            "",
            "Examples:",
            "  circuitscope simulate --model threshold --seconds 60 --out spikes.npz",
            "  circuitscope infer --method glm --spikes spikes.npz --out weights.npz",
            "  circuitscope evaluate --weights weights.npz --truth spikes.npz",
            "  circuitscope limits --truth spikes.npz"
        })
public final class Main {
    private Main() {}

    /**
     * @param arguments words of the command line
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    static int run(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    }

    private static int report(Exception failure, CommandLine command) {
        if (failure instanceof InputException) {
            command.getErr().println(failure.getMessage());
            return ExitCode.USAGE;
        }
        if (failure instanceof CancellationException) {
            command.getErr().println(failure.getMessage());
            return ExitCode.SOFTWARE;
        }
        command.getErr().println("Failed by a fault of this program; please report it with what follows.");
        failure.printStackTrace(command.getErr());
        return ExitCode.SOFTWARE;
    }

    /** Version of the toolkit and of the platform below it. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {
                "circuitscope " + (version == null ? "development" : version),
                "Java " + System.getProperty("java.version")
            };
        }
    }
}
