package circuitscope.simulate;

import circuitscope.network.Network;
import circuitscope.spikes.Recording;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Eight minutes of 100 neurons: 4.8 million steps and about 3 million spikes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class SimulationBenchmark {
    /** Which model. */
    @Param({"threshold", "lnp"})
    public String model;

    /** {@return the spikes} */
    @Benchmark
    public Recording eightMinutes() {
        Network network = "lnp".equals(model) ? Network.linearNonlinearPoisson() : Network.thresholdCrossing();
        return new Simulation(network, 480, 1).run();
    }
}
