package dev.zonal.csi.conformance;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Which size a volume has to get, as docs and spec say it, in bytes. */
final class Sizes {
    static final String DEFAULT_FILESYSTEM = "ext4";
    static final List<String> FILESYSTEMS = List.of("ext4", "xfs", "btrfs");
    static final long LARGEST = 16L << 40;

    private static final long BLOCK = 4096;
    private static final long DEFAULT = 1L << 30;
    private static final Map<String, Long> LEAST =
            Map.of("ext4", World.MEBIBYTE, "xfs", 300 * World.MEBIBYTE, "btrfs", 128 * World.MEBIBYTE);

    private Sizes() {}

    static boolean isFilesystem(String word) {
        return LEAST.containsKey(word);
    }

    static long least(String filesystem) {
        return requireNonNull(LEAST.get(filesystem));
    }

    /** What the greediest of the uses needs. */
    static long least(Collection<Use> uses) {
        return uses.stream()
                .filter(use -> !use.block())
                .mapToLong(use -> least(use.filesystem().isEmpty() ? DEFAULT_FILESYSTEM : use.filesystem()))
                .max()
                .orElse(World.MEBIBYTE);
    }

    /** The least that the range and the need allow; without a wish a gibibyte, or what the limit leaves of it. */
    static OptionalLong ofNew(Range range, long least) {
        long wish = range.required() != 0
                ? range.required()
                : range.limit() == 0 ? DEFAULT : Math.min(DEFAULT, range.limit());
        return within(range, Math.max(wish, least), Math.max(range.required(), least));
    }

    /** Exactly what there is, unless more is asked for. */
    static OptionalLong atLeast(Range range, long present) {
        long least = Math.max(range.required(), present);
        return within(range, least, least);
    }

    /** Whole blocks, as many as it takes; {@code wish} is less than 2^62. */
    static long inBlocks(long wish) {
        return (wish + BLOCK - 1) / BLOCK * BLOCK;
    }

    private static OptionalLong within(Range range, long wish, long least) {
        if (wish > LARGEST) {
            return OptionalLong.empty();
        }
        long size = inBlocks(wish);
        if (range.limit() != 0 && size > range.limit()) {
            size = range.limit() / BLOCK * BLOCK;
        }
        return size < least ? OptionalLong.empty() : OptionalLong.of(size);
    }
}
