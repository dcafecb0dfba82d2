package dev.zonal.csi.backend.local.space;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Blocks of a disk, each once however often it is added: a sparse bitmap, in pieces of 256 MiB of disk that are made when
 * something in them is added, and take nothing more once all of one is there.
 */
final class SharedBlocks {
    private static final long BLOCK_BYTES = 4096;
    private static final int BLOCKS_IN_PIECE = 1 << 16;

    private final int mostPieces;
    private final Map<Long, long[]> partial = new HashMap<>();
    private final Set<Long> full = new HashSet<>();
    private long blocks;

    /** @param mostPieces how many pieces of 8 KiB it may take; what would need more is not counted */
    SharedBlocks(int mostPieces) {
        this.mostPieces = mostPieces;
    }

    /** Adds the whole blocks in that range; parts of blocks at its ends are left out. */
    void add(long firstByte, long bytes) {
        long next = (firstByte + BLOCK_BYTES - 1) / BLOCK_BYTES;
        long end = (firstByte + bytes) / BLOCK_BYTES;
        while (next < end) {
            long piece = next / BLOCKS_IN_PIECE;
            long start = piece * BLOCKS_IN_PIECE;
            long stop = Math.min(end, start + BLOCKS_IN_PIECE);
            add(piece, (int) (next - start), (int) (stop - start));
            next = stop;
        }
    }

    private void add(long piece, int from, int to) {
        if (full.contains(piece)) {
            return;
        }
        if (from == 0 && to == BLOCKS_IN_PIECE) {
            full.add(piece);
            long[] before = partial.remove(piece);
            blocks += BLOCKS_IN_PIECE - (before == null ? 0 : count(before));
        } else if (partial.containsKey(piece) || partial.size() < mostPieces) {
            blocks += set(partial.computeIfAbsent(piece, _ -> new long[BLOCKS_IN_PIECE / Long.SIZE]), from, to);
        }
    }

    private static int count(long[] bits) {
        return Arrays.stream(bits).mapToInt(Long::bitCount).sum();
    }

    /** Returns how many of them were not set before. */
    private static int set(long[] bits, int from, int to) {
        int added = 0;
        for (int word = from / Long.SIZE; word * Long.SIZE < to; word++) {
            int first = Math.max(0, from - word * Long.SIZE);
            int last = Math.min(Long.SIZE, to - word * Long.SIZE);
            long mask = (-1L >>> (Long.SIZE - (last - first))) << first;
            added += Long.bitCount(mask & ~bits[word]);
            bits[word] |= mask;
        }
        return added;
    }

    long bytes() {
        return blocks * BLOCK_BYTES;
    }
}
