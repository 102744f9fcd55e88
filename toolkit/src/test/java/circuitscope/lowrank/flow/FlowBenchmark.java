package circuitscope.lowrank.flow;

import circuitscope.RandomStreams;
import circuitscope.Workers;
import circuitscope.infer.arithmetic.Adam;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.lowrank.Loadings;
import circuitscope.lowrank.TestCase;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
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

/** Time of 100 training steps of 512 in three layers of 64, by this toolkit and by the engine's operators, and of sampling. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 3)
@Fork(value = 1, jvmArgs = "-Xmx3g")
public class FlowBenchmark {
    private static final int STEPS = 100;

    private final Loadings some = TestCase.QUAD_STABLE.law().draw(1000, 1);
    private final FlowOptions options = FlowOptions.standard().withSteps(STEPS);
    private final ConnectivityFlow trained =
            ConnectivityFlow.fit(some.received(), some.n(), 1, options, 1, Workers.all());

    private final ConnectivityFlow adaptive = ConnectivityFlow.fit(
            some.received(), some.n(), 1, options.withIntegrator(Integrator.adaptive(1e-3)), 1, Workers.all());

    /** With all the rest of a step: draws, scaling, Adam. */
    @Benchmark
    public Flow training() {
        return Flow.fit(some.m(), options, 1, Workers.all());
    }

    /** The same on one thread, as the engine's. */
    @Benchmark
    public Flow trainingOnOneThread() {
        return Flow.fit(some.m(), options, 1, Workers.of(1));
    }

    /** What no step can do without: the three products of each layer, by the engine on one thread, in memory that is there. */
    @Benchmark
    public double productsAlone() {
        return EngineFlow.products(options.batch(), STEPS, 3, 64, 64, 64, 2);
    }

    /** Without draws: batches are the same in all steps. */
    @Benchmark
    public Parameters trainingByTheEngine() {
        int batch = options.batch();
        VelocityNetwork network = VelocityNetwork.of(2, 0, options);
        Parameters p = network.initial(1);
        Adam adam = Adam.of(p);
        float[][] input = new float[3][batch];
        float[][] target = new float[2][batch];
        Base.NORMAL.fill(input, batch, RandomStreams.of(1, "benchmark"));
        Base.NORMAL.fill(target, batch, RandomStreams.of(2, "benchmark"));
        EngineFlow engine = new EngineFlow(options.layers());
        for (int step = 1; step <= STEPS; step++) {
            EngineFlow.Back back = engine.back(p, input, target, batch);
            for (String name : p.names()) {
                adam.singleStep(name, p.get(name), back.gradients().get(name), 1e-3, step);
            }
        }
        return p;
    }

    /** 100,000 loadings, of which m alone has one flow, and m and n have two. */
    @Benchmark
    public double[][] samplingOneFlow() {
        return trained.received().sample(100_000, 1, Workers.all());
    }

    /** Both flows. */
    @Benchmark
    public Loadings samplingBothFlows() {
        return trained.sample(100_000, 1, Workers.all());
    }

    /** Both flows by adaptive steps. */
    @Benchmark
    public Loadings samplingAdaptively() {
        return adaptive.sample(100_000, 1, Workers.all());
    }

    /** Densities of 10,000 loadings under both flows. */
    @Benchmark
    public double[] densities() {
        int[] first = new int[10_000];
        Arrays.setAll(first, i -> i % some.neurons());
        return trained.logDensity(some.only(first), Workers.all());
    }

    /**
     * @param arguments none
     * @throws RunnerException if a benchmark fails
     */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(FlowBenchmark.class.getSimpleName())
                        .build())
                .run();
    }
}
