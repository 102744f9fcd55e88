package circuitscope.infer.messagepassing;

import circuitscope.Workers;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.gnn.GnnOptions;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Split;
import java.util.concurrent.TimeUnit;
import org.apache.commons.rng.simple.RandomSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Loss and gradient of one batch of 256 spike rows and 8 times of all 100 neurons, 1056 rows, at the published sizes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 3, time = 5)
public class GnnBenchmark {
    /** What computes the messages. */
    @Param({"FUSED", "OPERATORS"})
    public GnnOptions.Engine engine;

    private LossGradient network;
    private Parameters parameters;
    private RowBatch batch;
    private float[] weights;

    /** Makes a batch and a network. */
    @Setup(Level.Trial)
    public void prepare() {
        Recording recording = new Simulation(Network.thresholdCrossing(), 20, 1).run();
        Architecture shape = Architecture.standard().withSizes(32, 32);
        var random = RandomSource.XO_SHI_RO_256_PP.create(1);
        parameters = Initialization.random(recording, shape, AngleHarmonics.none(), -5, random);
        Initialization.kernels(parameters, recording, shape, 10, random);
        network = engine == GnnOptions.Engine.FUSED
                ? LossGradient.parallel(recording, shape, Workers.all())
                : LossGradient.operators(recording, shape, Workers.all());
        batch = new RowSampler(recording, Split.of(recording).training(), 256, 8, 1).events(0);
        weights = new float[100 * 100];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = k % 101 == 0 ? 0 : (float) (0.1 * random.nextDouble());
        }
    }

    /** {@return the loss} */
    @Benchmark
    public double forwardAndBackward() {
        return network.prediction(batch, parameters, weights, parameters.zeros());
    }
}
