package dev.zonal.csi.host.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What mkfs.ext4 writes to a blank device of one size, to be written to others of that size in a fraction of the time,
 * each time as a filesystem of its own.
 *
 * <p>All that an ext4 has is summed from a seed. Where the superblock keeps that (metadata_csum_seed), the UUID stands in
 * the superblock and its copies alone, and can be another one while every other block stays as it is
 * (Documentation/filesystems/ext4/super.rst; tune2fs -U does the same). So each gets a UUID of its own, and a seed of its
 * own for the hashes of its directories; the times in it are those of the template.
 *
 * @param extents all that was written, in the order of their places
 * @param superblocks the first one and its copies, which are within the extents
 */
record Ext4Template(List<Extent> extents, List<Extent> superblocks) {
    /** More would not be worth its memory; a quarter of a TiB stays below. */
    static final long MOST_BYTES = 8 << 20;

    /** Only asked for here: mkfs refuses it where this host's configuration of it has no checksums. */
    private static final List<String> WITH_A_SEED = List.of("-O", "metadata_csum_seed");

    private static final int BLOCK_BYTES = 4096;
    private static final int SUPERBLOCK_BYTES = 1024;
    private static final int UUID_OFFSET = 0x68;
    private static final int HASH_SEED_OFFSET = 0xEC;

    record Extent(long offset, MemorySegment bytes) {}

    /** Takes the writes, one after the other. */
    interface Disk {
        void write(MemorySegment bytes, long offset);
    }

    /**
     * Lets mkfs.ext4 work on a file in memory that is as long as the device.
     *
     * @return empty where such a filesystem can't be given another UUID, or is too large to be kept
     */
    static Optional<Ext4Template> make(FilesystemTools tools, ByteSize size) {
        try (Descriptor file = Descriptor.inMemory("ext4")) {
            file.truncate(size.bytes());
            tools.make(Path.of(file.aliasForChildren()), FilesystemType.EXT4, WITH_A_SEED);
            return Optional.of(written(file)).filter(Ext4Template::isUsable);
        }
    }

    private static Ext4Template written(Descriptor file) {
        // Freed when nobody uses it any more: who writes it does not know when it is forgotten.
        Arena memory = Arena.ofAuto();
        List<Extent> extents = new ArrayList<>();
        long room = MOST_BYTES;
        long start = file.nextData(0);
        while (start >= 0) {
            long end = file.nextHole(start);
            room -= end - start;
            if (room < 0) {
                return new Ext4Template(List.of(), List.of());
            }
            MemorySegment bytes = memory.allocate(end - start, BLOCK_BYTES);
            file.read(bytes, start);
            extents.add(new Extent(start, bytes));
            start = file.nextData(end);
        }
        return new Ext4Template(List.copyOf(extents), superblocks(extents));
    }

    private static List<Extent> superblocks(List<Extent> extents) {
        List<Extent> found = new ArrayList<>();
        for (Extent extent : extents) {
            for (long at = 0; at < extent.bytes().byteSize(); at += BLOCK_BYTES) {
                long offset = extent.offset() + at == 0 ? Ext4Superblock.START : at;
                MemorySegment bytes = extent.bytes().asSlice(offset, SUPERBLOCK_BYTES);
                if (Ext4Superblock.hasUuidOfItsOwn(new SuperblockBytes(bytes))) {
                    found.add(new Extent(extent.offset() + offset, bytes));
                }
            }
        }
        return List.copyOf(found);
    }

    private boolean isUsable() {
        return !superblocks.isEmpty() && superblocks.getFirst().offset() == Ext4Superblock.START;
    }

    long bytes() {
        return extents.stream().mapToLong(extent -> extent.bytes().byteSize()).sum();
    }

    /** Writes it to a device of that size which carries nothing; what is written is not on the disk yet. */
    void write(Disk device) {
        UUID uuid = UUID.randomUUID();
        UUID hashSeed = UUID.randomUUID();
        extents.forEach(extent -> device.write(extent.bytes(), extent.offset()));
        try (Arena memory = Arena.ofConfined()) {
            MemorySegment own = memory.allocate(SUPERBLOCK_BYTES);
            for (Extent superblock : superblocks) {
                own.copyFrom(superblock.bytes());
                put(own, UUID_OFFSET, uuid);
                put(own, HASH_SEED_OFFSET, hashSeed);
                own.set(JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN), Ext4Superblock.CHECKSUM, (int)
                        Ext4Superblock.checksum(new SuperblockBytes(own), 0));
                device.write(own, superblock.offset());
            }
        }
    }

    private static void put(MemorySegment superblock, long offset, UUID uuid) {
        superblock.set(JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN), offset, uuid.getMostSignificantBits());
        superblock.set(JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN), offset + Long.BYTES, uuid.getLeastSignificantBits());
    }
}
