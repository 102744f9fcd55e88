package circuitscope.infer.gnn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.infer.Request;
import circuitscope.infer.arithmetic.FloatRows;
import circuitscope.infer.embedding.HiddenUnits;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.selection.HeldOutLinkLikelihood;
import circuitscope.infer.selection.ModelSelection;
import circuitscope.network.AngularSignal;
import circuitscope.network.Drive;
import circuitscope.network.Network;
import circuitscope.simulate.Simulation;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Recording;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddedWeightsTest {
    /** Distilled weights have a scale of their own, the angle's factors that of the teacher. */
    @Test
    void givenATeacherOfAnyScaleWithAnAngle_whenDistilled_thenWeightsAreComparedInTheUnitsOfItsFactors() {
        Network ring = Network.linearNonlinearPoisson()
                .withNeurons(12)
                .withDrive(new Drive.Rotation(1e-3, new AngularSignal.Sinusoid(1, 500), 0.2));
        Recording recording = new Simulation(ring, 60, 1).run();
        Request request = Request.of(recording).drivenBy(AngleHarmonics.of(recording, 1));
        double[][] teacher = Arrays.stream(ring.weights())
                .map(row -> Arrays.stream(row).map(w -> 300 * w).toArray())
                .toArray(double[][]::new);
        double[][] tuning = new double[12][];
        Arrays.setAll(tuning, i -> new double[] {0.1 * i, -0.2});
        ModelSelection chosen = EmbeddedWeights.likeliest(
                request, HiddenUnits.none(12), List.of(2), teacher, tuning, Optional.empty(), 10);
        double[][] w = FloatRows.matrix(
                PairwiseMlp.weights(chosen.best(), chosen.best().get(PairwiseMlp.Z), 12), 12);
        HeldOutLinkLikelihood heldOut = new HeldOutLinkLikelihood(request, 10, tuning);
        double unit = EmbeddedWeights.unit(w, teacher);
        double inUnits = heldOut.loss(EmbeddedWeights.times(1 / unit, w));
        assertEquals(inUnits, chosen.loss(), 1e-9);
        // 2 dimensions do not hold all of it
        assertEquals(heldOut.loss(teacher), inUnits, 5e-3);
        assertTrue(Math.abs(heldOut.loss(w) - inUnits) > 1e-3, "the unit matters: " + unit);
        // both scales together change nothing
        double other = new HeldOutLinkLikelihood(request, 10, EmbeddedWeights.times(unit, tuning)).loss(w);
        assertEquals(inUnits, other, 1e-4);
    }
}
