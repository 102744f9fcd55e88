package circuitscope.infer.gnn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.evaluate.SplitScores;
import circuitscope.evaluate.WeightError;
import circuitscope.files.NpzFile;
import circuitscope.infer.Request;
import circuitscope.infer.gnn.GnnOptions.Preconditioner;
import circuitscope.infer.linkglm.LinkGlm;
import circuitscope.infer.linkglm.LinkGlmOptions;
import circuitscope.infer.linkglm.LinkGlmResult;
import circuitscope.infer.messagepassing.Architecture;
import circuitscope.infer.selection.HeldOutLinkLikelihood;
import circuitscope.network.LinearNonlinearPoisson;
import circuitscope.network.Network;
import circuitscope.network.wiring.WeightProfile;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GnnTest {
    private static final Network RING = Network.thresholdCrossing().withNeurons(20);
    private static final Recording RECORDING = new Simulation(RING, 10, 1).run();
    /** For what holds of any recording: how fits begin, stop and go on. */
    private static final Recording FEW = new Simulation(RING.withNeurons(8), 5, 1).run();

    private static final GnnOptions SMALL = GnnOptions.standard()
            .withArchitecture(new Architecture(20, 2, 4, 4, Architecture.Messages.PAIR, 40, 0))
            .withDimensions(List.of(2))
            .withBatch(new GnnOptions.Batch(GnnOptions.Rows.EVENTS, 256, 80));
    /** From random values, which needs no teacher and begins at once. */
    private static final GnnOptions RANDOM = sixtySteps(SMALL.withStart(GnnOptions.Start.RANDOM), 0, 1);

    /** What a fit from random values finds, whenever and beside whatever it runs. */
    private static final double[][] FROM_RANDOM = new Gnn().fit(FEW, RANDOM).weights();

    @TempDir
    Path folder;

    private static GnnOptions epochs(GnnOptions options, double prediction, double joint) {
        return options.withSchedule(options.schedule().withEpochs(prediction, joint));
    }

    /** Sixty steps at most: enough to tell whether a fit that stopped goes on as if it had not. */
    private static GnnOptions sixtySteps(GnnOptions options, double prediction, double joint) {
        return options.withSchedule(
                options.schedule().withEpochs(prediction, joint).withMostSteps(60));
    }

    @Test
    void givenASmallRing_whenFittedAfterATeacher_thenItPredictsSpikesAndItsWeightsAreSymmetricWithoutDiagonal() {
        GnnResult result = new Gnn().fit(RECORDING, epochs(SMALL, 2, 0.5));
        for (int i = 0; i < 20; i++) {
            assertEquals(0, result.weights()[i][i], 0);
            for (int j = 0; j < i; j++) {
                assertEquals(result.weights()[i][j], result.weights()[j][i]);
            }
        }
        SplitScores scores =
                SplitScores.sampled(RECORDING, result.provenance().split(), result.model(), 5, 1, Workers.all());
        assertTrue(scores.test().natsPerSpike() > 0.1, scores.toString());
        // excitation at none of the lags: all weights are inhibitory
        assertEquals(1, result.filter().y()[0], 0.5);
        double[] link = result.link().y();
        assertTrue(Math.abs(link[link.length - 1] - link[0]) > 1, "the link is flat");
        double[] training = result.training().get(0).y();
        double[] validation = result.training().get(1).y();
        assertEquals(training[training.length - 1], validation[validation.length - 1], 1);
        assertTrue(result.convergence().converged());
    }

    @Test
    void givenASeed_whenFittedTwice_thenWeightsAreTheSameToTheLastBit() {
        double[][] second = new Gnn().fit(FEW, RANDOM).weights();
        double[][] other = new Gnn().fit(Request.of(FEW).withSeed(2), RANDOM).weights();
        for (int i = 0; i < FEW.neurons(); i++) {
            assertArrayEquals(FROM_RANDOM[i], second[i]);
        }
        assertTrue(WeightError.of(FROM_RANDOM, other).delta() > 0);
    }

    private static Stream<GnnOptions> starts() {
        GnnOptions pairs = sixtySteps(SMALL, 1, 1);
        return Stream.of(
                RANDOM,
                pairs.withUnconstrainedWeights(Preconditioner.WHITENED),
                pairs.withUnconstrainedWeights(Preconditioner.FISHER));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void givenAFitThatIsInterrupted_whenCalledAgain_thenItEndsAsIfItHadNeverStopped(GnnOptions options) {
        double[][] whole = new Gnn().fit(FEW, options).weights();
        Path file = folder.resolve("state.npz");
        Gnn gnn = new Gnn().withCheckpoint(file);
        assertFalse(gnn.soFar(Request.of(FEW), options).isPresent());
        for (int stop : new int[] {3, 11}) {
            assertThrows(
                    CancellationException.class,
                    () -> gnn.fit(
                            Request.of(FEW).telling((stage, done, total) -> {
                                if (stage.startsWith("training") && done == stop) {
                                    Thread.currentThread().interrupt();
                                }
                            }),
                            options));
            assertTrue(gnn.soFar(Request.of(FEW), options).isPresent());
        }
        double[][] resumed = gnn.fit(FEW, options).weights();
        for (int i = 0; i < FEW.neurons(); i++) {
            assertArrayEquals(whole[i], resumed[i]);
        }
    }

    /** Short trainings in which every kind of move comes: steps, selections, points of the curve, the distillation. */
    private static Stream<GnnOptions> shortTrainings() {
        GnnOptions few = SMALL.withSchedule(new GnnOptions.Schedule(1e-2, 0.02, 0.1, 0.05, 0.09, 100));
        return Stream.of(
                few.withUnconstrainedWeights(Preconditioner.FISHER),
                few.withStart(GnnOptions.Start.RANDOM).withDimensions(List.of(2)));
    }

    @ParameterizedTest
    @MethodSource("shortTrainings")
    void givenAnInterruptAtAnyEvent_whenCalledAgain_thenTheStateAtTheEndIsTheSameToTheLastBit(GnnOptions options) {
        Path whole = folder.resolve("whole.npz");
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        new Gnn()
                .withCheckpoint(whole)
                .fit(Request.of(FEW).telling((stage, done, total) -> events.add(stage)), options);
        assertTrue(events.size() > 8, "events " + events.size());
        for (int stop = 1; stop <= events.size(); stop++) {
            // nothing is kept during the distillation, so that one event of it is like another
            if (events.get(stop - 1).startsWith("distilling") && stop % 10 != 0) {
                continue;
            }
            Path file = folder.resolve("stopped-" + stop + ".npz");
            Gnn gnn = new Gnn().withCheckpoint(file);
            int at = stop;
            AtomicInteger heard = new AtomicInteger();
            Thread fit = Thread.currentThread();
            boolean stopped = false;
            try {
                gnn.fit(
                        Request.of(FEW).telling((stage, done, total) -> {
                            if (heard.incrementAndGet() == at) {
                                fit.interrupt();
                            }
                        }),
                        options);
            } catch (CancellationException e) {
                stopped = true;
            }
            // the last event comes when nothing is left to stop
            assertTrue(stopped || Thread.interrupted(), "event " + stop);
            gnn.fit(FEW, options);
            assertSameState(whole, file, "stopped at event " + stop);
        }
    }

    /** Wherever the interrupt falls: in a step, in a selection, while the state is saved. */
    @Test
    void givenInterruptsAtAnyTime_whenCalledAgainAndAgain_thenTheStateAtTheEndIsTheSameToTheLastBit() throws Exception {
        GnnOptions options = SMALL.withSchedule(new GnnOptions.Schedule(1e-2, 0.02, 0.1, 0.1, 0.2, 100))
                .withUnconstrainedWeights(Preconditioner.WHITENED);
        Path whole = folder.resolve("whole.npz");
        new Gnn().withCheckpoint(whole).fit(FEW, options);
        Path file = folder.resolve("stopped.npz");
        Gnn gnn = new Gnn().withCheckpoint(file);
        int stops = 0;
        boolean finished = false;
        for (long delay = 40; !finished; delay = delay * 21 / 20 + 7) {
            Thread fit = Thread.currentThread();
            long after = delay;
            Thread interrupter = new Thread(() -> {
                try {
                    Thread.sleep(after);
                    fit.interrupt();
                } catch (InterruptedException e) {
                    // the fit was faster
                }
            });
            interrupter.start();
            try {
                gnn.fit(FEW, options);
                finished = true;
            } catch (CancellationException e) {
                stops++;
            }
            interrupter.interrupt();
            interrupter.join();
            Thread.interrupted();
        }
        assertTrue(stops > 2, "stops " + stops);
        assertSameState(whole, file, stops + " stops");
    }

    private static void assertSameState(Path expected, Path found, String when) {
        NpzFile first = NpzFile.read(expected);
        NpzFile second = NpzFile.read(found);
        assertEquals(first.names(), second.names(), when);
        for (String name : first.names()) {
            if (!name.equals("seconds")) {
                assertArrayEquals(
                        first.require(name).doubles(), second.require(name).doubles(), 0, name + ", " + when);
            }
        }
    }

    @Test
    void givenTwoFitsAtOnce_whenRunInOneProcess_thenEachEndsAsIfItWereAlone() {
        List<double[][]> both =
                Workers.of(2).map(2, "two fits", k -> new Gnn().fit(FEW, RANDOM).weights());
        double[][] oneThread =
                new Gnn().fit(Request.of(FEW).withThreads(1), RANDOM).weights();
        for (int i = 0; i < FEW.neurons(); i++) {
            assertArrayEquals(FROM_RANDOM[i], both.get(0)[i]);
            assertArrayEquals(FROM_RANDOM[i], both.get(1)[i]);
            assertArrayEquals(FROM_RANDOM[i], oneThread[i]);
        }
    }

    /** The headline: sharing between pairs takes at least half of the teacher's error away. */
    @Test
    void givenARingOfFortyNeurons_whenItsTeacherIsDistilled_thenTheErrorIsLessThanHalf() {
        Simulation simulation = new Simulation(
                Network.ring(
                                new WeightProfile.DifferenceOfGaussians(2.792, 2.8, 1.0005),
                                0.0625,
                                LinearNonlinearPoisson.STANDARD)
                        .withNeurons(40),
                60,
                1);
        Recording recording = simulation.run();
        double[][] truth = simulation.network().weights();
        LinkGlmResult taught = new LinkGlm().fit(Request.of(recording), 10, LinkGlmOptions.standard());
        double teacher = WeightError.of(taught.weights(), truth).delta();
        GnnOptions options = GnnOptions.standard()
                .withArchitecture(Architecture.standard().withSizes(8, 8))
                .withSchedule(new GnnOptions.Schedule(1e-2, 0.02, 0.1, 0.02, 0.01, 100));
        double network = WeightError.of(new Gnn().fit(recording, options).weights(), truth)
                .delta();
        assertTrue(network < teacher / 2, network + " by the network, " + teacher + " by its teacher");
    }

    @Test
    void givenATeacherThatIsInterrupted_whenCalledAgain_thenNothingThatIsKnownIsFittedAgain() {
        GnnOptions options = sixtySteps(SMALL, 0.5, 0.5);
        double[][] whole = new Gnn().fit(FEW, options).weights();
        Gnn gnn = new Gnn().withCheckpoint(folder.resolve("teacher.npz"));
        List<String> stages = List.of("synaptic", "GLM", "distilling", "training");
        for (int stop = 1; stop <= 3; stop++) {
            List<String> heard = new ArrayList<>();
            String last = stages.get(stop);
            assertThrows(
                    CancellationException.class,
                    () -> gnn.fit(
                            Request.of(FEW).telling((stage, done, total) -> {
                                heard.add(stage);
                                if (stage.startsWith(last)) {
                                    Thread.currentThread().interrupt();
                                }
                            }),
                            options));
            // the stages before the one that was interrupted last time are not heard again
            assertTrue(heard.get(0).startsWith(stages.get(stop - 1)), heard.toString());
        }
        assertArrayEquals(whole, gnn.fit(FEW, options).weights());
    }

    @Test
    void givenMoreTraining_whenTheWeightsAreJudged_thenTheyNeverGetWorse() {
        // z and MLP at a rate at which they would leave the weights of the teacher
        GnnOptions fast = SMALL.withSchedule(new GnnOptions.Schedule(1e-2, 0.02, 20, 1, 4, 300));
        GnnResult result = new Gnn().fit(RECORDING, fast);
        double[] losses = result.training().get(2).y();
        for (int k = 1; k < losses.length; k++) {
            assertTrue(losses[k] <= losses[k - 1], losses[k] + " after " + losses[k - 1]);
        }
        double[][] start = new Gnn()
                .fit(RECORDING, SMALL.withSchedule(new GnnOptions.Schedule(1e-2, 0.02, 20, 1, 0, 300)))
                .weights();
        HeldOutLinkLikelihood likelihood = new HeldOutLinkLikelihood(Request.of(RECORDING), 10);
        assertTrue(
                likelihood.loss(result.weights()) <= likelihood.loss(start) + 1e-3,
                likelihood.loss(result.weights()) + " after " + likelihood.loss(start));
    }

    @Test
    void givenACheckpointOfOtherOptions_whenFitted_thenItSaysSo() {
        Path file = folder.resolve("state.npz");
        Gnn gnn = new Gnn().withCheckpoint(file);
        gnn.fit(FEW, RANDOM);
        assertTrue(Files.exists(file));
        String message = assertThrows(
                        InputException.class, () -> gnn.fit(Request.of(FEW).withSeed(9), RANDOM))
                .getMessage();
        assertTrue(message.contains("state.npz is not a checkpoint of this recording with these options"), message);
    }

    @Test
    void givenWrongOptions_whenMade_thenTheMessageNamesThem() {
        assertTrue(assertThrows(InputException.class, () -> SMALL.withDimensions(List.of()))
                .getMessage()
                .contains("sizes of the embedding are []"));
        assertTrue(assertThrows(InputException.class, () -> new GnnOptions.Schedule(-1, 0.1, 0.1, 1, 1, 100))
                .getMessage()
                .contains("GNN learning rate"));
        GnnOptions wholeSteps = SMALL.withBatch(new GnnOptions.Batch(GnnOptions.Rows.WHOLE_STEPS, 256, 80));
        assertTrue(assertThrows(InputException.class, () -> wholeSteps.withUnconstrainedWeights(Preconditioner.FISHER))
                .getMessage()
                .contains("expected the engine FUSED and the rows EVENTS, found FUSED and WHOLE_STEPS"));
        assertTrue(
                assertThrows(InputException.class, () -> Architecture.standard().withSizes(0, 4))
                        .getMessage()
                        .contains("GNN kernels"));
        assertTrue(assertThrows(
                        InputException.class,
                        () -> new Gnn()
                                .fit(Recording.builder(1, 1000, 1).add(5, 0).build(), RANDOM))
                .getMessage()
                .contains("of 1 neuron has no connections"));
        assertTrue(assertThrows(
                        InputException.class,
                        () -> new Gnn()
                                .fit(Recording.builder(3, 1000, 1).add(990, 2).build(), RANDOM))
                .getMessage()
                .contains("No neuron fires"));
    }
}
