package dev.zonal.csi.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a file holds: sparse blocks, space reserved for it, and, for the image of a disk, a filesystem in place of that
 * one's own bytes. Never changed, so that a clone and a state on the disk are one reference.
 *
 * @param allocatedBytes how much from the start has space of its own, written or not
 */
record FileContent(long size, SortedMap<Long, Block> blocks, long allocatedBytes, Optional<Superblock> filesystem) {
    static final int BLOCK_BYTES = 4096;
    static final FileContent EMPTY = new FileContent(0, Collections.emptySortedMap(), 0, Optional.empty());

    /** One object in each file that shares it, so that it is counted once. */
    static final class Block {
        private static final AtomicLong LAST = new AtomicLong();

        private final long number = LAST.incrementAndGet();
        private final byte[] bytes;
        private boolean shared;
        private long lastCount;

        Block(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Stays true when the other one is gone: who is told of a shared block finds out with whom. */
        Extent extent() {
            return new Extent(number * BLOCK_BYTES, BLOCK_BYTES, true, shared);
        }
    }

    FileContent resized(long newSize) {
        SortedMap<Long, Block> kept = new TreeMap<>(blocks.headMap((newSize + BLOCK_BYTES - 1) / BLOCK_BYTES));
        long tail = newSize % BLOCK_BYTES;
        if (newSize < size && tail != 0) {
            kept.computeIfPresent(newSize / BLOCK_BYTES, (number, block) -> {
                byte[] cut = block.bytes.clone();
                Arrays.fill(cut, (int) tail, BLOCK_BYTES, (byte) 0);
                return new Block(cut);
            });
        }
        return new FileContent(newSize, kept, Math.min(allocatedBytes, newSize), filesystem.filter(any -> newSize > 0));
    }

    FileContent written(long offset, byte[] bytes) {
        SortedMap<Long, Block> changed = new TreeMap<>(blocks);
        for (int done = 0; done < bytes.length; ) {
            long number = (offset + done) / BLOCK_BYTES;
            int from = (int) ((offset + done) % BLOCK_BYTES);
            int length = Math.min(BLOCK_BYTES - from, bytes.length - done);
            Block old = changed.get(number);
            byte[] block = old == null ? new byte[BLOCK_BYTES] : old.bytes.clone();
            System.arraycopy(bytes, done, block, from, length);
            changed.put(number, new Block(block));
            done += length;
        }
        return new FileContent(Math.max(size, offset + bytes.length), changed, allocatedBytes, filesystem);
    }

    FileContent allocated(long bytes) {
        return new FileContent(Math.max(size, bytes), blocks, Math.max(allocatedBytes, bytes), filesystem);
    }

    FileContent wiped() {
        return new FileContent(size, Collections.emptySortedMap(), 0, Optional.empty());
    }

    FileContent formatted(Superblock made) {
        return new FileContent(size, Collections.emptySortedMap(), allocatedBytes, Optional.of(made));
    }

    /** As it is on the device: what a mounted filesystem has not synced is not in it. */
    FileContent cloned() {
        blocks.values().forEach(block -> block.shared = true);
        return new FileContent(size, blocks, 0, filesystem.map(Superblock::onDevice));
    }

    /** Where the extents end that begin there or behind it, so many at most: each block is one. */
    OptionalLong endOfExtents(long fromByte, int extents) {
        return blocks.tailMap((fromByte + BLOCK_BYTES - 1) / BLOCK_BYTES).keySet().stream()
                .limit(extents)
                .mapToLong(number -> Math.min(size, (number + 1) * BLOCK_BYTES))
                .max();
    }

    /** With the blocks of another in place of its own, in part. */
    FileContent sharing(FileContent other, long fromByte, long toByte) {
        long first = fromByte / BLOCK_BYTES;
        long end = (toByte + BLOCK_BYTES - 1) / BLOCK_BYTES;
        SortedMap<Long, Block> changed = new TreeMap<>(blocks);
        changed.subMap(first, end).clear();
        changed.putAll(other.blocks.subMap(first, end));
        return new FileContent(Math.max(size, toByte), changed, allocatedBytes, filesystem);
    }

    FileContent unshared() {
        SortedMap<Long, Block> own = new TreeMap<>(blocks);
        own.replaceAll((number, block) -> block.shared ? new Block(block.bytes) : block);
        return new FileContent(size, own, allocatedBytes, filesystem);
    }

    /** A filesystem inside is one extent, and is never shared. */
    List<Extent> extents() {
        List<Extent> extents = new ArrayList<>();
        blocks.values().forEach(block -> extents.add(block.extent()));
        filesystem.ifPresent(inside -> extents.add(new Extent(0, inside.takenBytes(), true, false)));
        long unwritten = allocatedBytes - (long) blocks.size() * BLOCK_BYTES;
        if (unwritten > 0) {
            extents.add(new Extent(0, unwritten, false, false));
        }
        return extents;
    }

    byte[] bytes(long offset, int length) {
        byte[] read = new byte[length];
        for (int done = 0; done < length; ) {
            long number = (offset + done) / BLOCK_BYTES;
            int from = (int) ((offset + done) % BLOCK_BYTES);
            int part = Math.min(BLOCK_BYTES - from, length - done);
            Block block = blocks.get(number);
            if (block != null) {
                System.arraycopy(block.bytes, from, read, done, part);
            }
            done += part;
        }
        return read;
    }

    boolean hasDataFrom(long offset) {
        return !blocks.tailMap(offset / BLOCK_BYTES).isEmpty()
                || filesystem.filter(made -> made.sizeBytes() > offset).isPresent();
    }

    long takenBytes() {
        return Math.max(allocatedBytes, (long) blocks.size() * BLOCK_BYTES)
                + filesystem.map(Superblock::takenBytes).orElse(0L);
    }

    /** What it takes of the filesystem that holds it, but for its blocks, which others may share. */
    long takenAloneBytes() {
        return Math.max(0, allocatedBytes - (long) blocks.size() * BLOCK_BYTES)
                + filesystem.map(Superblock::takenBytes).orElse(0L);
    }

    /** What its blocks take, but for those that were met in that count already. */
    long bytesNotIn(long count) {
        long met = 0;
        for (Block block : blocks.values()) {
            if (block.lastCount != count) {
                block.lastCount = count;
                met += BLOCK_BYTES;
            }
        }
        return met;
    }
}
