package circuitscope.cli;

import circuitscope.Build;
import circuitscope.InputException;
import circuitscope.lowrank.TestCase;
import circuitscope.lowrank.fit.ConnectivityFit;
import circuitscope.lowrank.flow.Base;
import circuitscope.motifs.rates.Nonlinearity;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.TypeConversionException;

/** The program {@code circuitscope}. Exit codes: 0 done, 1 failed or interrupted, 2 something given to it is wrong. */
@Command(
        name = "circuitscope",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Reads the wiring of a neural circuit from its spikes.",
        subcommands = {
            Simulate.class,
            Infer.class,
            Evaluate.class,
            Limits.class,
            Motifs.class,
            LowRank.class,
            Experiments.class
        },
        footer = {
            "",
            "Examples:",
            "  circuitscope simulate --model threshold --seconds 60 --out spikes.npz",
            "  circuitscope infer --method glm --spikes spikes.npz --out weights.npz",
            "  circuitscope evaluate --weights weights.npz --truth spikes.npz",
            "  circuitscope limits --truth spikes.npz",
            "  circuitscope motifs meanfield --chain 0.7 --nonlinearity softplus",
            "  circuitscope lowrank simulate --case bistable --neurons 1000 --seed 1 --out A.npz",
            "  circuitscope experiment verify --results data/results"
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
                .registerConverter(Simulate.Model.class, text -> choice("--model", text, Simulate.Model.values()))
                .registerConverter(Simulate.Circuit.class, text -> choice("--circuit", text, Simulate.Circuit.values()))
                .registerConverter(Nonlinearity.class, text -> choice("--nonlinearity", text, Nonlinearity.values()))
                .registerConverter(TestCase.class, text -> choice("--case", text, TestCase.values()))
                .registerConverter(Base.class, text -> choice("--base", text, Base.values()))
                .registerConverter(
                        ConnectivityFit.Method.class, text -> choice("--method", text, ConnectivityFit.Method.values()))
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    }

    /** Choices are written with hyphens. */
    private static <T extends Enum<T>> T choice(String option, String text, T[] choices) {
        return Arrays.stream(choices)
                .filter(choice -> Words.of(choice).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(String.format(
                        "%s is '%s', expected one of %s.",
                        option, text, Arrays.stream(choices).map(Words::of).toList())));
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
            Build build = Build.current();
            return new String[] {
                "circuitscope " + build.version() + ", commit " + build.commit(), "Java " + build.java()
            };
        }
    }
}
