package circuitscope.experiment;

import circuitscope.Build;
import circuitscope.InputException;
import circuitscope.files.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What came out of an experiment, with all that is needed to judge it: one value, one file, one checksum. */
public sealed interface Outcome permits FitOutcome, ComputedOutcome {
    /** {@return name of the experiment} */
    String name();

    /** {@return key of the experiment} */
    String key();

    /** {@return recipe of the experiment} */
    JsonNode experiment();

    /** {@return version and commit that made it, and the Java platform} */
    Build build();

    /** {@return wall time of the fit or computation in s} */
    double seconds();

    /** {@return how it was run; null if that was not written down} */
    Run run();

    /**
     * @param how how it was run
     * @return the same outcome, which says so
     */
    Outcome ranAs(Run how);

    /**
     * How an experiment was run: what may differ when it is made again.
     *
     * @param seconds wall time in s, with the data and limits that were made for it
     * @param host machine that it was shipped to; empty if it ran where it was started
     */
    record Run(double seconds, String host) {
        /**
         * @param start {@link System#nanoTime} at the start
         * @return a run on this machine, to which it was shipped, that ends now
         */
        public static Run shippedSince(long start) {
            return new Run((System.nanoTime() - start) / 1e9, thisHost());
        }

        /** {@return the name of this machine} */
        public static String thisHost() {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                return "unknown";
            }
        }
    }

    /** {@return the file's text: JSON with the SHA-256 of the canonical text of all the rest} */
    default String json() {
        ObjectNode tree = (ObjectNode) Json.tree(this);
        tree.put("sha256", Json.sha256(tree));
        return Json.indented(tree);
    }

    /**
     * @param where names the text in messages
     * @param text a file's text
     * @return the outcome
     * @throws InputException if it is not the text of an outcome, or has not the checksum that it names
     */
    static Outcome of(String where, String text) {
        JsonNode tree = Json.parse(where, text);
        if (!(tree instanceof ObjectNode object) || !object.has("sha256")) {
            throw InputException.of("%s is not an outcome with its checksum; run the experiment again.", where);
        }
        String expected = object.remove("sha256").asText();
        String found = Json.sha256(object);
        if (!found.equals(expected)) {
            throw InputException.of(
                    "%s has the SHA-256 %s, expected %s as it names; fetch it or run the experiment again.",
                    where, found, expected);
        }
        boolean computed = object.path("experiment").has("computation");
        mayBeLeftOut(object, "run");
        if (!computed) {
            mayBeLeftOut(object, "cells", "edges");
            mayBeLeftOut(object.path("reach"), "absence");
        }
        Outcome outcome = computed
                ? Json.value(where, object, ComputedOutcome.class)
                : Json.value(where, object, FitOutcome.class);
        String key = Json.sha256(outcome.experiment());
        if (!key.equals(outcome.key())) {
            throw InputException.of(
                    "%s has the key %s, expected %s as its experiment has; run the experiment again.",
                    where, outcome.key(), key);
        }
        return outcome;
    }

    private static void mayBeLeftOut(JsonNode node, String... entries) {
        if (node instanceof ObjectNode object) {
            for (String entry : entries) {
                if (!object.has(entry)) {
                    object.putNull(entry);
                }
            }
        }
    }
}
