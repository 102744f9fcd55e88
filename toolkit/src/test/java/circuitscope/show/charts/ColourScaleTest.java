package circuitscope.show.charts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import java.awt.Color;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ColourScaleTest {
    /** viridis.csv: the 256 colours of Matplotlib 3.11.2, _cm_listed.py, times 255 and rounded. */
    @Test
    void viridisIsThePublishedOne() throws IOException {
        ColourScale scale = ColourScale.sequential(0, 255);
        int worst = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                ColourScaleTest.class.getResourceAsStream("viridis.csv"), StandardCharsets.US_ASCII))) {
            lines.readLine();
            for (int k = 0; k < 256; k++) {
                String[] published = lines.readLine().split(",");
                Color ours = scale.colour(k);
                worst = Math.max(worst, Math.abs(ours.getRed() - Integer.parseInt(published[0])));
                worst = Math.max(worst, Math.abs(ours.getGreen() - Integer.parseInt(published[1])));
                worst = Math.max(worst, Math.abs(ours.getBlue() - Integer.parseInt(published[2])));
            }
        }
        assertTrue(worst <= 1, "worst channel is off by " + worst);
        assertEquals(0x440154, scale.rgb(0));
        assertEquals(0xfde725, scale.rgb(255));
    }

    @Test
    void signedValuesGoFromBlueOverWhiteToRed() {
        ColourScale scale = ColourScale.diverging(2);

        // the 11 classes of RdBu, colorbrewer2.org, from blue to red
        int[] published = {
            0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f
        };
        for (int k = 0; k < published.length; k++) {
            assertEquals(published[k], scale.rgb(-2 + 0.4 * k), "class " + k);
        }
        assertEquals(-2, scale.least());
        assertEquals(2, scale.most());
    }

    @Test
    void lightnessRisesInEqualStepsBetweenTwoClasses() {
        ColourScale scale = ColourScale.diverging(5);
        double first = ColourScale.lab(scale.rgb(0))[0];
        double last = ColourScale.lab(scale.rgb(1))[0];
        for (double share = 0.2; share < 1; share += 0.2) {
            assertEquals(first + share * (last - first), ColourScale.lab(scale.rgb(share))[0], 0.4);
        }
    }

    @Test
    void labOfPrimariesIsThePublishedOne() {
        // Bruce Lindbloom's colour calculator, sRGB, D65
        assertArrayEquals(new double[] {53.2408, 80.0925, 67.2032}, ColourScale.lab(0xff0000), 1e-3);
        assertArrayEquals(new double[] {32.2970, 79.1875, -107.8602}, ColourScale.lab(0x0000ff), 1e-3);
        assertArrayEquals(new double[] {100, 0, 0}, ColourScale.lab(0xffffff), 1e-2);
    }

    @Test
    void valuesOutsideTakeTheNearerLimitAndNaNIsGrey() {
        ColourScale scale = ColourScale.sequential(-1, 1);
        assertEquals(scale.colour(-1), scale.colour(-7));
        assertEquals(scale.colour(1), scale.colour(Double.POSITIVE_INFINITY));
        assertEquals(ColourScale.UNKNOWN, scale.colour(Double.NaN));
    }

    @Test
    void limitsOutOfOrderAreRefused() {
        assertThrows(InputException.class, () -> ColourScale.sequential(1, 1));
        assertThrows(InputException.class, () -> ColourScale.sequential(0, Double.NaN));
        assertThrows(InputException.class, () -> ColourScale.diverging(0));
    }
}
