package circuitscope.infer.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import circuitscope.infer.Estimator;
import circuitscope.infer.Inference;
import circuitscope.infer.Request;
import circuitscope.infer.Resumable;
import circuitscope.infer.amag.Amag;
import circuitscope.infer.amag.AmagOptions;
import circuitscope.infer.netformer.NetFormer;
import circuitscope.infer.netformer.NetFormerOptions;
import circuitscope.infer.nri.Nri;
import circuitscope.infer.nri.NriOptions;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochTrainingTest {
    private static final Recording RING =
            new Simulation(Network.linearNonlinearPoisson().withNeurons(6), 10, 1).run();

    @TempDir
    Path folder;

    @SuppressWarnings("unchecked")
    private <O extends Record, R extends Inference> void interrupted(Estimator<O, R> method, O options) {
        Inference whole = method.fit(RING, options);
        Estimator<O, R> kept = (Estimator<O, R>)
                ((Resumable) method).withCheckpoint(folder.resolve(method.name() + options.hashCode() + ".npz"));
        for (int stop : new int[] {1, 3}) {
            assertThrows(
                    CancellationException.class,
                    () -> kept.fit(
                            Request.of(RING).telling((stage, done, total) -> {
                                if (stage.startsWith("training") && done == stop) {
                                    Thread.currentThread().interrupt();
                                }
                            }),
                            options));
        }
        // once to its end, and once more when nothing is left to do
        for (int again = 0; again < 2; again++) {
            Inference resumed = kept.fit(RING, options);
            for (int i = 0; i < RING.neurons(); i++) {
                assertArrayEquals(whole.weights()[i], resumed.weights()[i]);
            }
            for (int k = 0; k < 2; k++) {
                assertArrayEquals(
                        whole.curves().get(k).y(), resumed.curves().get(k).y());
            }
        }
    }

    @Test
    void givenAnyMethodInEpochs_whenInterruptedAndCalledAgain_thenItEndsAsIfItHadNeverStopped() {
        interrupted(
                new NetFormer(),
                NetFormerOptions.standard().with(5, 0.01).withEpochs(64, 4).withTimes(500));
        interrupted(
                new NetFormer(),
                NetFormerOptions.standard()
                        .with(5, 0.3)
                        .withEpochs(64, 4)
                        .withTimes(500)
                        .keeping(EpochTraining.Keep.BEST));
        interrupted(
                new Amag(),
                AmagOptions.standard().with(4, AmagOptions.Start.RANDOM).training(0.01, 64, 4, 300));
        interrupted(
                new Nri(),
                NriOptions.standard()
                        .with(5, 10, new NriOptions.Shape(8, 5, 1e-3, 0.5))
                        .training(0.01, 16, 4, 60));
    }
}
