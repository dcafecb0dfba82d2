package dev.zonal.csi.rpc;

import java.nio.charset.StandardCharsets;

/**
 * What a caller is told. It may quote what the caller sent, which may be anything; as a trailer of HTTP/2 each of its
 * bytes can take three, and clients accept 8 KiB of trailers: a longer one would reach them as another error.
 */
final class Sentence {
    private static final int LONGEST_BYTES = 2000;

    private Sentence() {}

    static String bounded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= LONGEST_BYTES) {
            return text;
        }
        // A character that the cut went through is left as the replacement mark.
        return new String(bytes, 0, LONGEST_BYTES, StandardCharsets.UTF_8) + "...";
    }
}
