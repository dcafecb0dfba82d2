package dev.zonal.csi.model;

import static dev.zonal.csi.fuzz.Oracle.holds;
import static dev.zonal.csi.fuzz.Oracle.isSentence;
import static dev.zonal.csi.fuzz.Oracle.same;
import static dev.zonal.csi.fuzz.Oracle.text;

/** Sizes as people write them: what is taken is never negative and comes back from its own text. */
public final class SizesFuzz {
    private SizesFuzz() {}

    public static void read(byte[] input) {
        try {
            ByteSize size = ByteSize.parse(text(input));
            holds(size.bytes() >= 0, "a size is not negative");
            same(size, ByteSize.parse(size.toString()));
        } catch (IllegalArgumentException refusal) {
            isSentence(refusal);
        }
    }
}
