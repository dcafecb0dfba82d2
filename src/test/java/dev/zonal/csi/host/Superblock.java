package dev.zonal.csi.host;

import dev.zonal.csi.model.FilesystemType;
import java.util.UUID;

/** A filesystem on a simulated disk: its own tree, and what its superblock says. Clones of the disk share the id. */
final class Superblock {
    /** What an empty filesystem takes. */
    static final long OWN_BYTES = 16 * 4096;

    private final FilesystemType type;
    private final UUID id;
    private final SimulatedTree tree;
    private final boolean whole;
    private long sizeBytes;
    private boolean damaged;
    private boolean unclean;
    private boolean growthInJournal;

    Superblock(FilesystemType type, UUID id, SimulatedTree tree, long sizeBytes, boolean whole) {
        this.type = type;
        this.id = id;
        this.tree = tree;
        this.sizeBytes = sizeBytes;
        this.whole = whole;
    }

    FilesystemType type() {
        return type;
    }

    UUID id() {
        return id;
    }

    SimulatedTree tree() {
        return tree;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** False for what a mkfs that was killed has left. */
    boolean isWhole() {
        return whole;
    }

    boolean isDamaged() {
        return damaged;
    }

    boolean isUnclean() {
        return unclean;
    }

    void setUnclean(boolean now) {
        unclean = now;
    }

    void damage() {
        damaged = true;
    }

    /** Whether a growth while mounted stands in the journal alone, as that of an XFS does for a while. */
    boolean hasGrowthInJournal() {
        return growthInJournal;
    }

    void growMounted(long newSizeBytes) {
        growthInJournal |= type == FilesystemType.XFS && newSizeBytes > sizeBytes;
        grow(newSizeBytes);
    }

    /** A freeze and an unmount write the journal home. */
    void bringJournalHome() {
        growthInJournal = false;
    }

    void grow(long newSizeBytes) {
        sizeBytes = newSizeBytes;
        tree.grow(newSizeBytes);
    }

    long takenBytes() {
        return OWN_BYTES + tree.takenBytes();
    }

    Superblock onDevice() {
        Superblock copy = new Superblock(type, id, tree.onDevice(), sizeBytes, whole);
        copy.damaged = damaged;
        copy.unclean = unclean;
        if (growthInJournal) {
            throw new AssertionError("a copy of an XFS whose growth is in its journal alone may not mount");
        }
        return copy;
    }
}
