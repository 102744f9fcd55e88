package circuitscope.motifs;

import circuitscope.Workers;
import circuitscope.motifs.meanfield.FixedPoint;
import circuitscope.motifs.meanfield.FixedPoints;
import circuitscope.motifs.meanfield.MeanFieldTheory;
import circuitscope.motifs.meanfield.PhaseDiagram;
import circuitscope.motifs.rates.ExternalInput;
import circuitscope.motifs.rates.Nonlinearity;
import circuitscope.motifs.rates.RateSimulation;
import circuitscope.motifs.rates.RateTrace;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Time of the theory and of 4000 neurons; {@code motif_benchmark.py} beside the resources does the same in NumPy. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(value = 1, jvmArgs = "-Xmx3g")
public class MotifBenchmark {
    private static final double[] INPUT = {1, 0.8};

    private final MotifModel model = MotifModel.excitatoryInhibitory(0.7);
    private final MotifNetwork network = model.draw(4000, 1);

    @Benchmark
    public FixedPoint fixedPoint() {
        return FixedPoints.fromRest(MeanFieldTheory.of(model, Nonlinearity.SOFTPLUS), INPUT)
                .orElseThrow();
    }

    @Benchmark
    public PhaseDiagram phaseDiagram() {
        double[] chains = IntStream.range(0, 100).mapToDouble(k -> -5 + k / 9.9).toArray();
        double[] convergent =
                IntStream.range(0, 100).mapToDouble(k -> 0.1 + k * 3.9 / 99).toArray();
        return PhaseDiagram.of(
                "chain",
                chains,
                "convergent",
                convergent,
                (c, v) -> MeanFieldTheory.of(MotifModel.excitatoryInhibitory(v, 25, c, 0.5), Nonlinearity.SOFTPLUS),
                INPUT,
                Workers.all());
    }

    /** Thirty time constants in steps of 0.2. */
    @Benchmark
    public RateTrace simulation() {
        return RateSimulation.of(network, Nonlinearity.THRESHOLD_LINEAR, ExternalInput.constant(INPUT), 30)
                .run();
    }

    /**
     * @param arguments none
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(MotifBenchmark.class.getSimpleName())
                        .build())
                .run();
    }
}
