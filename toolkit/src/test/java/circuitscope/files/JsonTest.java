package circuitscope.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import circuitscope.InputException;
import circuitscope.infer.gnn.GnnOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {
    /** Names, texts and numbers in an order that is not that of the alphabet. */
    private record Example(double tauMs, int[] lags, List<String> names, Inner inner) {
        private record Inner(long seed, double x) {}
    }

    private static final Example EXAMPLE =
            new Example(0.1, new int[] {3, 1}, List.of("b", "a"), new Example.Inner(1L << 60, 2e-3));

    @Test
    void givenAValue_whenWritten_thenKeysAreInTheOrderOfTheAlphabetAndListsInTheirOwn() {
        assertEquals(
                "{\"inner\":{\"seed\":1152921504606846976,\"x\":0.002},\"lags\":[3,1],\"names\":[\"b\",\"a\"],\"tau_ms\":0.1}",
                Json.canonical(EXAMPLE));
        // sha256sum of this text
        assertEquals(
                Json.sha256(Json.canonical(EXAMPLE).getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                Json.sha256(EXAMPLE));
    }

    /** Java before 19 wrote some numbers with more digits than they need, for example this one. */
    @Test
    void givenANumber_whenWritten_thenItHasAsFewDigitsAsItCanBeReadBackFrom() {
        assertEquals("2.0E23", Json.canonical(2e23));
        for (double value : new double[] {1e-5, 0.1 + 0.2, Math.PI, 1e300, 4.9e-324, -0.0}) {
            assertEquals(value, Json.parse("number", Json.canonical(value)).asDouble(), 0, Json.canonical(value));
        }
    }

    @Test
    void givenEveryOption_whenWrittenAndRead_thenItIsTheSame() {
        for (GnnOptions options : List.of(GnnOptions.standard(), GnnOptions.published())) {
            String text = Json.canonical(options);
            assertEquals(options, Json.value("options", Json.parse("options", text), GnnOptions.class));
        }
    }

    @Test
    void givenChanges_whenApplied_thenTheRestStaysAtAnyDepth() {
        GnnOptions standard = GnnOptions.standard();
        GnnOptions changed = Json.changed(
                "file",
                standard,
                Json.parse(
                        "file",
                        "{\"schedule\": {\"joint_epochs\": 3}, \"dimensions\": [5], \"teacher\": {\"stride\": 7}}"));
        assertEquals(
                standard.withSchedule(standard.schedule()
                                .withEpochs(standard.schedule().predictionEpochs(), 3))
                        .withDimensions(List.of(5))
                        .schedule(),
                changed.schedule());
        assertEquals(List.of(5), changed.dimensions());
        assertEquals(7, changed.teacher().stride());
        assertEquals(standard.batch(), changed.batch());
    }

    @Test
    void givenWrongChanges_whenApplied_thenOneSentenceNamesThePlaceAndTheNearestName() {
        assertMessage(
                "{\"schedule\": {\"jont_epochs\": 3}}", "schedule.jont_epochs", "did you mean 'schedule.joint_epochs'");
        assertMessage("{\"dimensions\": []}", "sizes of the embedding are []");
        assertMessage("{\"start\": \"TEECHER\"}", "TEECHER");
        assertMessage("{\"teacher\": 3}", "teacher");
        assertMessage("[1]", "expected an object");
        assertMessage("{\"schedule\": {\"learning_rate\": \"fast\"}}", "fast");
        assertTrue(assertThrows(InputException.class, () -> Json.parse("a.json", "{\"a\": }"))
                .getMessage()
                .contains("a.json is not valid JSON"));
        assertTrue(assertThrows(InputException.class, () -> Json.parse("a.json", "{\"a\": 1, \"a\": 2}"))
                .getMessage()
                .contains("Duplicate"));
    }

    private static void assertMessage(String changes, String... words) {
        String message = assertThrows(
                        InputException.class,
                        () -> Json.changed("file", GnnOptions.standard(), Json.parse("file", changes)))
                .getMessage();
        for (String word : words) {
            assertTrue(message.contains(word), "«" + word + "» is missing in: " + message);
        }
    }
}
