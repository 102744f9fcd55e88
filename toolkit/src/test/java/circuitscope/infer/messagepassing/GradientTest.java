package circuitscope.infer.messagepassing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.Workers;
import circuitscope.infer.arithmetic.FiniteDifferences;
import circuitscope.infer.arithmetic.Parameters;
import circuitscope.infer.embedding.PairwiseMlp;
import circuitscope.infer.messagepassing.Architecture.Messages;
import circuitscope.spikes.AngleHarmonics;
import circuitscope.spikes.Cell;
import circuitscope.spikes.Covariate;
import circuitscope.spikes.Recording;
import circuitscope.spikes.Segment;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

public class GradientTest {
    private static final int N = 5;
    private static final int DIMENSIONS = 2;
    private static final Recording RECORDING = recording();

    private static Recording recording() {
        Random random = new Random(3);
        Recording.Builder builder = Recording.builder(N, 80, 1);
        for (int t = 0; t < 80; t++) {
            for (int i = 0; i < N; i++) {
                // neuron 4 is often silent, so that shared states matter
                if (random.nextDouble() < (i == 4 ? 0.02 : 0.2)) {
                    builder.add(t, i);
                }
            }
        }
        return builder.build();
    }

    private static Architecture shape(Messages messages) {
        return new Architecture(6, 2, 3, 4, messages, 5, 0);
    }

    private static StructureModule structure(Messages messages) {
        return new StructureModule(RECORDING, shape(messages), List.of(new Segment(0, 80)));
    }

    private static Parameters parameters(Messages messages, StructureModule structure) {
        var random = RandomSource.XO_SHI_RO_256_PP.create(5);
        Parameters p = Initialization.random(RECORDING, shape(messages), AngleHarmonics.none(), -1.5, random);
        PairwiseMlp.initialize(p, DIMENSIONS, random);
        p.put(Layers.OUT, PairwiseMlp.uniform(DIMENSIONS * structure.features(), 5, random));
        structure.normalize(p);
        return p;
    }

    private static RowBatch batch() {
        int[] target = {2, RowBatch.ALL, 0, 4, RowBatch.ALL, 4};
        int[] first = RowBatch.firstRows(target, N);
        Random random = new Random(7);
        float[] rate = new float[first[target.length]];
        float[] spike = new float[first[target.length]];
        for (int k = 0; k < rate.length; k++) {
            rate[k] = 0.2f + random.nextFloat();
            spike[k] = random.nextFloat();
        }
        return new RowBatch(new int[] {3, 11, 30, 31, 55, 79}, target, first, rate, spike);
    }

    /** Value and gradient of the loss of the whole network, from spikes to loss. */
    private static double fused(Messages messages, StructureModule structure, Parameters p, Parameters gradient) {
        return gradient(LossGradient.parallel(RECORDING, shape(messages), Workers.all()), structure, p, gradient);
    }

    private static double gradient(LossGradient network, StructureModule structure, Parameters p, Parameters gradient) {
        structure.encode(p);
        float[] z = structure.embed(p);
        LossGradient.Step step = network.throughWeights(batch(), p, z, gradient);
        gradient.put(Layers.OUT, structure.outGradient(step.zGradient()));
        structure.backward(p, step.zGradient(), gradient);
        return step.loss();
    }

    /** The same in double precision and plain loops. */
    private static double naive(Messages messages, StructureModule structure, Map<String, double[]> values) {
        NaiveNetwork network = new NaiveNetwork(RECORDING, shape(messages));
        double[] z = network.embedding(values::get, structure.referenceSteps(), DIMENSIONS);
        return network.loss(values::get, network.weights(values::get, z, DIMENSIONS), batch());
    }

    public static Map<String, double[]> doubles(Parameters p) {
        Map<String, double[]> values = new HashMap<>();
        for (String name : p.names()) {
            float[] array = p.get(name);
            double[] copy = new double[array.length];
            Arrays.setAll(copy, k -> array[k]);
            values.put(name, copy);
        }
        return values;
    }

    @ParameterizedTest
    @EnumSource
    void givenAllParameters_whenTheLossIsDifferentiated_thenAsByFiniteDifferencesInDoublePrecision(Messages messages) {
        StructureModule structure = structure(messages);
        Parameters p = parameters(messages, structure);
        Parameters gradient = p.zeros();
        double loss = fused(messages, structure, p, gradient);
        Map<String, double[]> values = doubles(p);
        assertEquals(naive(messages, structure, values), loss, 1e-5 * Math.abs(loss));
        int compared = 0;
        double step = 1e-5;
        for (String name : p.names()) {
            if (name.equals(Layers.NORM_MEAN) || name.equals(Layers.NORM_DEVIATION)) {
                continue;
            }
            double largest = 0;
            double[] expected = new double[p.get(name).length];
            for (int k = 0; k < expected.length; k++) {
                double[] array = values.get(name);
                expected[k] = FiniteDifferences.slope(array, k, step, () -> naive(messages, structure, values));
                largest = Math.max(largest, Math.abs(expected[k]));
                compared++;
            }
            for (int k = 0; k < expected.length; k++) {
                assertEquals(expected[k], gradient.get(name)[k], 2e-4 * largest + 1e-6, name + "[" + k + "]");
            }
        }
        assertTrue(compared > 1000, compared + " numbers compared");
    }

    @ParameterizedTest
    @EnumSource
    void givenTheEngineAlone_whenTheLossIsDifferentiated_thenAsByTheFusedKernels(Messages messages) {
        StructureModule structure = structure(messages);
        Parameters p = parameters(messages, structure);
        Parameters fused = p.zeros();
        Parameters operators = p.zeros();
        double loss = fused(messages, structure, p, fused);
        assertEquals(
                loss,
                gradient(LossGradient.operators(RECORDING, shape(messages), Workers.all()), structure, p, operators),
                1e-5);
        for (String name : p.names()) {
            double largest = 0;
            for (float value : fused.get(name)) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertArrayEquals(fused.get(name), operators.get(name), (float) (1e-4 * largest + 1e-6), name);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givenAnAngle_whenTheLossIsDifferentiated_thenAsByFiniteDifferencesOfTheEquations(boolean engineAlone) {
        Random random = new Random(4);
        double[] theta = random.doubles(80, -7, 7).toArray();
        theta[30] = Double.NaN;
        Recording.Builder builder = Recording.builder(N, 80, 1)
                .covariate(new Covariate.Circular("theta", 1, theta))
                .cells(IntStream.range(0, N)
                        .mapToObj(i -> Cell.of("cell " + i).preferring(0.4 + 1.1 * i))
                        .toList());
        for (int k = 0; k < RECORDING.spikes(); k++) {
            builder.add(RECORDING.stepOf(k), RECORDING.neuronOf(k));
        }
        Recording driven = builder.build();
        AngleHarmonics harmonics = AngleHarmonics.of(driven, 2);
        Architecture shape = shape(Messages.PAIR);
        Parameters p = Initialization.random(driven, shape, harmonics, -1.5, RandomSource.XO_SHI_RO_256_PP.create(5));
        float[] w = new float[N * N];
        for (int k = 0; k < w.length; k++) {
            w[k] = k % (N + 1) == 0 ? 0 : (float) random.nextGaussian();
        }
        RowBatch batch = batch();
        LossGradient network = (engineAlone
                        ? LossGradient.operators(driven, shape, Workers.all())
                        : LossGradient.parallel(driven, shape, Workers.all()))
                .with(harmonics);
        Parameters gradient = p.zeros();
        double loss = network.prediction(batch, p, w, gradient);

        NaiveNetwork naive = new NaiveNetwork(driven, shape, 2);
        Map<String, double[]> values = doubles(p);
        double[] weights = new double[N * N];
        Arrays.setAll(weights, k -> w[k]);
        assertEquals(naive.loss(values::get, weights, batch), loss, 1e-5 * Math.abs(loss));
        for (String name :
                List.of(Layers.ANGLE, Layers.ANGLE_BIAS, Layers.GRU_STATE, Layers.KERNEL, Layers.PHI_SENDER)) {
            double[] array = values.get(name);
            for (int k = 0; k < array.length; k++) {
                double middle = array[k];
                array[k] = middle + 1e-5;
                double above = naive.loss(values::get, weights, batch);
                array[k] = middle - 1e-5;
                double below = naive.loss(values::get, weights, batch);
                array[k] = middle;
                double slope = (above - below) / 2e-5;
                assertEquals(slope, gradient.get(name)[k], 2e-3 * Math.abs(slope) + 2e-4, name + "[" + k + "]");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void givenFreePairs_whenTheLossIsDifferentiated_thenAsByFiniteDifferencesForAllWeightsAndForEachRow(
            Messages messages) {
        StructureModule structure = structure(messages);
        Parameters p = parameters(messages, structure);
        float[] w = PairwiseMlp.weights(p, structure.embed(p), N);
        RowBatch batch = batch();
        float[][] rows = new float[batch.step().length][];
        float[] fused = LossGradient.parallel(RECORDING, shape(messages), Workers.all())
                .pairs(batch, p, w, p.zeros(), rows)
                .weightGradient();
        float[] operators = LossGradient.operators(RECORDING, shape(messages), Workers.all())
                .pairs(batch, p, w, p.zeros(), null)
                .weightGradient();
        NaiveNetwork network = new NaiveNetwork(RECORDING, shape(messages));
        Map<String, double[]> values = doubles(p);
        double[] naive = new double[N * N];
        Arrays.setAll(naive, k -> w[k]);
        double step = 1e-5;
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                if (i != j) {
                    double all = slope(naive, i * N + j, step, at -> network.loss(values::get, at, batch));
                    assertEquals(all, fused[i * N + j], 1e-4 * Math.abs(all) + 1e-5, i + " from " + j);
                    assertEquals(all, operators[i * N + j], 1e-4 * Math.abs(all) + 1e-5, i + " from " + j);
                }
            }
        }
        for (int k = 0; k < rows.length; k++) {
            if (batch.target()[k] != RowBatch.ALL) {
                RowBatch alone = alone(batch, k);
                for (int j = 0; j < N; j++) {
                    if (j != batch.target()[k]) {
                        double one = slope(
                                naive, batch.target()[k] * N + j, step, at -> network.loss(values::get, at, alone));
                        assertEquals(one, rows[k][j], 1e-4 * Math.abs(one) + 1e-5, "row " + k + " from " + j);
                    }
                }
            }
        }
    }

    private static double slope(double[] values, int k, double step, ToDoubleFunction<double[]> loss) {
        double[] above = values.clone();
        double[] below = values.clone();
        above[k] += step;
        below[k] -= step;
        return (loss.applyAsDouble(above) - loss.applyAsDouble(below)) / (2 * step);
    }

    /** One time of a batch. */
    private static RowBatch alone(RowBatch batch, int k) {
        int row = batch.firstRow()[k];
        return new RowBatch(
                new int[] {batch.step()[k]},
                new int[] {batch.target()[k]},
                new int[] {0, 1},
                new float[] {batch.rateWeight()[row]},
                new float[] {batch.spikeWeight()[row]});
    }

    @Test
    void givenGarbageCollectionsAtAnyMoment_whenTheLossIsDifferentiated_thenTheGradientIsTheSameToTheLastBit()
            throws InterruptedException {
        StructureModule structure = structure(Messages.PAIR);
        Parameters p = parameters(Messages.PAIR, structure);
        Parameters quiet = p.zeros();
        fused(Messages.PAIR, structure, p, quiet);
        Thread collector = new Thread(() -> {
            try {
                while (true) {
                    System.gc();
                    // a few collections in each gradient; without a pause there would be one at every safe point
                    Thread.sleep(2);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        collector.start();
        try {
            for (int repeat = 0; repeat < 20; repeat++) {
                Parameters disturbed = p.zeros();
                fused(Messages.PAIR, structure, p, disturbed);
                for (String name : p.names()) {
                    assertArrayEquals(quiet.get(name), disturbed.get(name), name);
                }
            }
        } finally {
            collector.interrupt();
            collector.join();
        }
    }
}
