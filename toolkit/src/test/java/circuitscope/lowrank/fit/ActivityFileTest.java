package circuitscope.lowrank.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.Workers;
import circuitscope.files.NpyArray;
import circuitscope.files.NpzFile;
import circuitscope.lowrank.LowRankNetwork;
import circuitscope.lowrank.MixtureLaw;
import circuitscope.lowrank.Trajectories;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivityFileTest {
    @TempDir
    private Path folder;

    /** Inputs of the neurons are linear in z, so that z comes back up to a factor and a shift, and predicts them all. */
    @Test
    void givenInputsAlone_whenRead_thenThereAreAsManyLatentVariablesAsAskedFor() {
        LowRankNetwork network =
                LowRankNetwork.of(MixtureLaw.gaussian(new double[][] {{1.5}}, 4).draw(50, 1));
        Trajectories truth = network.run(new double[][] {{-2}, {0.1}, {1}}, 20, Workers.of(1));
        double[][][] h = new double[3][21][];
        for (int s = 0; s < 3; s++) {
            for (int t = 0; t < 21; t++) {
                h[s][t] = network.inputs(truth.z()[s][t]);
            }
        }
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("h", NpyArray.of(h));
        arrays.put("step", NpyArray.scalar(0.1));
        Path file = folder.resolve("a.npz");
        NpzFile.write(file, arrays);
        Activity found = ActivityFile.read(file, 1);
        assertEquals(1, found.latent().rank());
        for (int s = 0; s < 3; s++) {
            for (int t = 0; t < 21; t++) {
                double z = found.latent().z()[s][t][0];
                double[] expected = Arrays.stream(found.received())
                        .mapToDouble(c -> c[0] * z + c[1])
                        .toArray();
                assertArrayEquals(expected, h[s][t], 1e-6);
            }
        }
        String message = assertThrows(InputException.class, () -> ActivityFile.read(file, 2))
                .getMessage();
        assertTrue(message.contains("fewer than 2 components"), message);
        arrays.put("h", NpyArray.of(h[0]));
        NpzFile.write(file, arrays);
        assertTrue(assertThrows(InputException.class, () -> ActivityFile.read(file, 1))
                .getMessage()
                .contains("three axes"));
    }
}
