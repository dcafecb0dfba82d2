package dev.zonal.csi.model;

import java.util.Optional;

/** The filesystems that a mount volume may carry, with the least size that their mkfs makes. */
public enum FilesystemType {
    EXT4("ext4", ByteSize.ofMebibytes(1)),
    /** mkfs.xfs refuses less than 300 MiB (xfsprogs 5.19 and later). */
    XFS("xfs", ByteSize.ofMebibytes(300)),
    /** mkfs.btrfs refuses less than 109 MiB with its default profiles (man mkfs.btrfs). */
    BTRFS("btrfs", ByteSize.ofMebibytes(128));

    private final String word;
    private final ByteSize minimumSize;

    FilesystemType(String word, ByteSize minimumSize) {
        this.word = word;
        this.minimumSize = minimumSize;
    }

    /** The name as mount(2) and the CSI field {@code fs_type} write it. */
    public String word() {
        return word;
    }

    public ByteSize minimumSize() {
        return minimumSize;
    }

    /** Whether it grows while it is not mounted; the others grow only while they are. */
    public boolean growsUnmounted() {
        return this == EXT4;
    }

    public static Optional<FilesystemType> ofWord(String word) {
        for (FilesystemType type : values()) {
            if (type.word.equals(word)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return word;
    }
}
