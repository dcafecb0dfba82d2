package dev.zonal.csi.host;

import dev.zonal.csi.host.Journal.Change;
import dev.zonal.csi.host.Journal.Name;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/** One simulated filesystem: inodes, names, space, and what of it is durable. */
final class SimulatedTree {
    private static final long BYTES_PER_INODE = 16384;
    private static final AtomicLong LAST_DEVICE = new AtomicLong(100);
    private static final AtomicLong LAST_COUNT = new AtomicLong();

    private final Journal journal;
    private final long device = LAST_DEVICE.incrementAndGet();
    private final boolean reflinks;
    private final Inode root;
    private long totalBytes;
    private long lastInode = 1;
    private Optional<SimulatedDevice> standsOn = Optional.empty();
    private boolean frozen;

    SimulatedTree(Journal journal, boolean reflinks, long totalBytes) {
        this.journal = journal;
        this.reflinks = reflinks;
        this.totalBytes = totalBytes;
        this.root = inode(FileStatus.Kind.DIRECTORY);
    }

    long device() {
        return device;
    }

    Inode root() {
        return root;
    }

    boolean hasReflinks() {
        return reflinks;
    }

    long totalBytes() {
        return totalBytes;
    }

    long inodes() {
        return totalBytes / BYTES_PER_INODE;
    }

    /** None is given back: who counts them has to see files come, not go. */
    long takenInodes() {
        return lastInode - 1;
    }

    void grow(long bytes) {
        totalBytes = bytes;
    }

    void standsOn(SimulatedDevice disk) {
        standsOn = Optional.of(disk);
    }

    boolean isFrozen() {
        return frozen;
    }

    void setFrozen(boolean now) {
        frozen = now;
    }

    Inode inode(FileStatus.Kind kind) {
        return new Inode(this, lastInode++, kind, Optional.empty(), Optional.empty());
    }

    Inode symbolicLink(Path target) {
        return new Inode(this, lastInode++, FileStatus.Kind.SYMBOLIC_LINK, Optional.of(target), Optional.empty());
    }

    Inode deviceNode(SimulatedDevice named) {
        return new Inode(this, lastInode++, FileStatus.Kind.BLOCK_DEVICE, Optional.empty(), Optional.of(named));
    }

    void link(Inode directory, String name, Inode inode) {
        refuseFrozen();
        directory.entries.put(name, inode);
        journal.add(new Change(
                "name " + name,
                this,
                Set.of(directory),
                Set.of(new Name(directory, name)),
                () -> directory.durableEntries.put(name, inode)));
    }

    void unlink(Inode directory, String name) {
        refuseFrozen();
        directory.entries.remove(name);
        journal.add(new Change(
                "removal of " + name,
                this,
                Set.of(directory),
                Set.of(new Name(directory, name)),
                () -> directory.durableEntries.remove(name)));
    }

    void move(Inode from, String name, Inode to, String newName) {
        refuseFrozen();
        Inode moved = from.entries.remove(name);
        to.entries.put(newName, moved);
        Set<Inode> both = from.equals(to) ? Set.of(from) : Set.of(from, to);
        journal.add(new Change(
                "rename of " + name + " to " + newName,
                this,
                both,
                Set.of(new Name(from, name), new Name(to, newName)),
                () -> {
                    from.durableEntries.remove(name);
                    to.durableEntries.put(newName, moved);
                }));
    }

    void change(Inode file, String what, UnaryOperator<FileContent> change) {
        refuseFrozen();
        FileContent before = file.content;
        file.content = change.apply(before);
        if (takenBytes() > totalBytes) {
            file.content = before;
            throw new HostException(what, Errno.ENOSPC);
        }
        journal.add(new Change(
                what, this, Set.of(file), Set.of(), () -> file.durableContent = change.apply(file.durableContent)));
    }

    private void refuseFrozen() {
        if (frozen) {
            throw new IllegalStateException("a write to a frozen filesystem hangs");
        }
    }

    /** fsync: the file or directory, and the cache of the disk below. */
    void sync(Inode inode) {
        journal.sync(inode);
        standsOn.ifPresent(SimulatedDevice::flush);
    }

    /** syncfs. */
    void sync() {
        journal.sync(this);
        standsOn.ifPresent(SimulatedDevice::flush);
    }

    void revert() {
        frozen = false;
        root.revert();
    }

    /** A second tree, with what the disk holds of this one. */
    SimulatedTree onDevice() {
        SimulatedTree copy = new SimulatedTree(journal, reflinks, totalBytes);
        copyDurable(root, copy.root);
        return copy;
    }

    private static void copyDurable(Inode from, Inode to) {
        to.durableContent = from.durableContent.cloned();
        to.content = to.durableContent;
        from.durableEntries.forEach((name, child) -> {
            Inode copy = to.tree.inode(child.kind);
            copyDurable(child, copy);
            to.durableEntries.put(name, copy);
            to.entries.put(name, copy);
        });
    }

    /** Each block once, in however many files it is. */
    long takenBytes() {
        return takenBytes(root, LAST_COUNT.incrementAndGet());
    }

    private static long takenBytes(Inode inode, long count) {
        long taken = inode.content.takenAloneBytes() + inode.content.bytesNotIn(count);
        for (Inode child : inode.entries.values()) {
            taken += takenBytes(child, count);
        }
        return taken;
    }
}
