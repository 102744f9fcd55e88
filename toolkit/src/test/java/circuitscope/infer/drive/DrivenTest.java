package circuitscope.infer.drive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Progress;
import circuitscope.evaluate.SplitScores;
import circuitscope.headdirection.TunedSpikes;
import circuitscope.infer.Inference;
import circuitscope.infer.Request;
import circuitscope.infer.gnn.Gnn;
import circuitscope.infer.gnn.GnnOptions;
import circuitscope.infer.gnn.GnnResult;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.linkglm.LinkGlmOptions;
import circuitscope.infer.linkglm.LinkGlmResult;
import circuitscope.infer.messagepassing.Architecture;
import circuitscope.spikes.Recording;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrivenTest {
    private static final LinkGlmOptions FINE =
            LinkGlmOptions.standard().withStride(1).withTau(5, 500);
    /** Cells that follow a head and are not coupled: what a method finds among them is wrong. */
    private static final Recording UNCOUPLED = TunedSpikes.standIn(6, 600, 1);

    private static final Recording SHORT = TunedSpikes.standIn(6, 200, 1);

    @TempDir
    Path folder;

    /** Mean square of weights in units of their errors. */
    private static double excess(Inference inference) {
        double[][] w = inference.weights();
        double[][] errors = inference.connectivity().deviation().orElseThrow();
        double sum = 0;
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                sum += i == j ? 0 : Math.pow(w[i][j] / errors[i][j], 2) / 30;
            }
        }
        return sum;
    }

    private static double testScore(Recording recording, Inference inference) {
        Request request = Request.of(recording);
        return SplitScores.of(recording, request.split(), inference.rates().orElseThrow(), request.workers())
                .test()
                .natsPerSpike();
    }

    @Test
    void givenUncoupledCells_whenTheAngleIsAnInput_thenWeightsAreWithinTheirErrorsAndWithoutItTheyAreNot() {
        DrivenResult driven = Driven.of(new LinkGlm()).fit(Request.of(UNCOUPLED), FINE);
        LinkGlmResult plain = new LinkGlm().fit(Request.of(UNCOUPLED), FINE);

        // the floor of the rate bends its logarithm, so one harmonic is not enough
        assertTrue(driven.harmonics() >= 2, "harmonics " + driven.harmonics());
        // 30 weights of chance: 1 with a standard deviation of 0.26
        assertTrue(excess(driven) < 2, "mean square of z with the angle " + excess(driven));
        assertTrue(excess(plain) > 3.5, "and without it " + excess(plain));
        assertTrue(
                testScore(UNCOUPLED, driven) > testScore(UNCOUPLED, plain) + 0.1,
                testScore(UNCOUPLED, driven) + " and " + testScore(UNCOUPLED, plain));
        assertEquals(2 * driven.harmonics(), ((LinkGlmResult) driven.fit()).tuning()[0].length);
    }

    @Test
    void givenAnInterruptedNetworkWithAnAngle_whenItGoesOn_thenItEndsAtTheSameWeights() {
        GnnOptions quick = new GnnOptions(
                new Architecture(200, 20, 4, 4, Architecture.Messages.PAIR, 40, 0),
                GnnOptions.Start.TEACHER,
                GnnOptions.Preconditioner.NONE,
                GnnOptions.Engine.FUSED,
                List.of(2),
                new GnnOptions.Batch(GnnOptions.Rows.EVENTS, 256, 400),
                new GnnOptions.Schedule(1e-2, 0.02, 0.1, 2, 1, 60),
                FINE);
        DrivenResult whole = Driven.of(new Gnn()).fit(Request.of(SHORT), quick);
        AtomicLong heard = new AtomicLong();
        Progress stopping = (stage, done, total) -> {
            if (stage.startsWith("training") && heard.incrementAndGet() == 20) {
                Thread.currentThread().interrupt();
            }
        };
        Driven<GnnOptions> kept = Driven.of(new Gnn().withCheckpoint(folder.resolve("driven.npz")));
        Request stopped = Request.of(SHORT).telling(stopping);
        assertThrows(CancellationException.class, () -> kept.fit(stopped, quick));
        assertTrue(!Thread.interrupted());
        DrivenResult resumed = kept.fit(Request.of(SHORT), quick);

        assertArrayEquals(whole.weights(), resumed.weights());
        assertEquals(testScore(SHORT, whole), testScore(SHORT, resumed));
        GnnResult plain = new Gnn().fit(Request.of(SHORT), quick);
        assertTrue(
                testScore(SHORT, whole) > testScore(SHORT, plain) + 0.1,
                testScore(SHORT, whole) + " and " + testScore(SHORT, plain));
    }

    @Test
    void givenNoAngleOrAnotherStart_whenFitted_thenOneSentenceSaysSo() {
        Recording still = Recording.builder(2, 100, 1).add(3, 0).add(5, 1).build();
        InputException none = assertThrows(
                InputException.class, () -> Driven.of(new LinkGlm()).fit(still));
        assertEquals(
                "The method 'driven-link-glm' needs the angle that drives the neurons, but the recording has none; add it as"
                        + " 'theta', or take 'link-glm'.",
                none.getMessage());
        GnnOptions random = GnnOptions.standard().withStart(GnnOptions.Start.RANDOM);
        Request request = Request.of(UNCOUPLED);
        InputException start =
                assertThrows(InputException.class, () -> Driven.of(new Gnn()).fit(request, random));
        assertTrue(start.getMessage().startsWith("The GNN starts from RANDOM, expected TEACHER"), start.getMessage());
    }
}
