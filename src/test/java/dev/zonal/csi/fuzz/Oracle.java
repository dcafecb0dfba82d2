package dev.zonal.csi.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** What has to hold of whatever comes in. */
public final class Oracle {
    private Oracle() {}

    /** The input as a text; what is no UTF-8 becomes the replacement mark, as it does wherever the JVM reads text. */
    public static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    /** A value that is taken has to come back the same when it is written and read again. */
    public static void same(Object expected, Object found) {
        if (!Objects.equals(expected, found)) {
            throw new AssertionError("read as " + expected + ", and again as " + found);
        }
    }

    public static void holds(boolean condition, String promise) {
        if (!condition) {
            throw new AssertionError("broken: " + promise);
        }
    }

    /** A refusal is for a person: it says something. */
    public static void isSentence(RuntimeException refusal) {
        String message = refusal.getMessage();
        holds(message != null && message.strip().contains(" "), "a refusal is a sentence, not '" + message + "'");
    }
}
