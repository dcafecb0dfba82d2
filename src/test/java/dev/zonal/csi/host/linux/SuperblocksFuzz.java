package dev.zonal.csi.host.linux;

import static dev.zonal.csi.fuzz.Oracle.holds;
import static dev.zonal.csi.fuzz.Oracle.isSentence;

import dev.zonal.csi.host.ProbeResult;
import java.lang.foreign.MemorySegment;

/** A device's bytes, at its start, where btrfs looks, and at its end: blank is only what is zero. */
public final class SuperblocksFuzz {
    private static final int BTRFS = 64 * 1024;

    private SuperblocksFuzz() {}

    public static void read(byte[] input) {
        byte[] shifted = new byte[BTRFS + input.length];
        System.arraycopy(input, 0, shifted, BTRFS, input.length);
        boolean zero = true;
        for (byte one : input) {
            zero &= one == 0;
        }
        check(input, new byte[0], zero);
        check(shifted, new byte[0], zero);
        check(new byte[4096], input, zero);
        var _ = Superblocks.ours(MemorySegment.ofArray(shifted));
    }

    private static void check(byte[] head, byte[] tail, boolean zero) {
        ProbeResult result = Superblocks.identify(
                new DeviceBytes(MemorySegment.ofArray(head), MemorySegment.ofArray(tail), head.length));
        switch (result) {
            case ProbeResult.Blank _ -> holds(zero, "only zeros are blank");
            case ProbeResult.Foreign foreign -> isSentence(new IllegalStateException(foreign.what()));
            case ProbeResult.Filesystem filesystem -> holds(filesystem.size().bytes() > 0, "a filesystem has a size");
        }
    }
}
