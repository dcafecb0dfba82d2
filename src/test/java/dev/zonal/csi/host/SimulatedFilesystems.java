package dev.zonal.csi.host;

import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Filesystems on simulated devices. */
final class SimulatedFilesystems implements Filesystems {
    /** Where tests put what is to be found. */
    private static final int MARKS_BYTES = 64 * 1024;

    private final Faults faults;
    private final Journal journal;
    private final Namespace names;
    private long lastId;

    SimulatedFilesystems(Faults faults, Journal journal, Namespace names) {
        this.faults = faults;
        this.journal = journal;
        this.names = names;
    }

    @Override
    public ProbeResult probe(Path device) {
        String what = "probe " + device;
        faults.call(what);
        SimulatedDevice disk = disk(what, device);
        Optional<Superblock> found = disk.filesystem();
        if (found.isPresent()) {
            return new ProbeResult.Filesystem(
                    found.get().type(),
                    ByteSize.ofBytes(found.get().sizeBytes()),
                    found.get().isDamaged() || found.get().isUnclean());
        }
        return disk.medium().content.hasDataFrom(0) ? new ProbeResult.Foreign("data") : new ProbeResult.Blank();
    }

    @Override
    public String fingerprint(Path device) {
        String what = "fingerprint of " + device;
        faults.call(what);
        SimulatedDevice disk = disk(what, device);
        int hash = Objects.hash(
                disk.filesystem().map(Superblock::id),
                Arrays.hashCode(disk.medium().content.bytes(0, MARKS_BYTES)));
        return String.format(Locale.ROOT, "%012x", Integer.toUnsignedLong(hash));
    }

    @Override
    public void format(Path device, FilesystemType type, List<String> options) {
        String what = "format " + device + " as " + type;
        faults.call(what);
        SimulatedDevice disk = disk(what, device);
        if (disk.isReadOnly()) {
            throw new HostException(what, Errno.EROFS);
        }
        refuseMounted(what, device);
        if (type.minimumSize().bytes() > disk.sizeBytes()) {
            throw new HostException(what, Errno.EINVAL, "too small");
        }
        put(what + " (begun)", disk, superblock(type, disk, options, false));
        put(what, disk, superblock(type, disk, options, true));
        disk.flush();
    }

    private void refuseMounted(String what, Path device) {
        if (names.mounts().stream().anyMatch(entry -> entry.mount().shows(device))) {
            throw new HostException(what, Errno.EBUSY);
        }
    }

    private Superblock superblock(FilesystemType type, SimulatedDevice disk, List<String> options, boolean whole) {
        boolean reflinks = type != FilesystemType.EXT4 && !options.contains("reflink=0");
        SimulatedTree tree = new SimulatedTree(journal, reflinks, disk.sizeBytes());
        return new Superblock(type, new UUID(0, ++lastId), tree, disk.sizeBytes(), whole);
    }

    private void put(String what, SimulatedDevice disk, Superblock superblock) {
        Inode medium = disk.medium();
        medium.tree.change(medium, what, content -> content.formatted(superblock));
        faults.effect(what);
    }

    @Override
    public void check(Path device, FilesystemType type) {
        String what = "check " + device;
        faults.call(what);
        refuseMounted(what, device);
        if (superblock(what, device).isDamaged()) {
            throw new HostException(what, Errno.EUCLEAN, "UNEXPECTED INCONSISTENCY; RUN fsck MANUALLY");
        }
        superblock(what, device).setUnclean(false);
    }

    @Override
    public void growUnmounted(Path device, FilesystemType type) {
        String what = "grow " + device;
        faults.call(what);
        refuseMounted(what, device);
        if (type == FilesystemType.EXT4) {
            superblock(what, device).grow(disk(what, device).sizeBytes());
            faults.effect(what);
        }
    }

    @Override
    public void growMounted(Path mountpoint, Path device, FilesystemType type) {
        String what = "grow " + mountpoint;
        faults.call(what);
        if (names.holding(mountpoint).filter(entry -> entry.mount().readOnly()).isPresent()) {
            throw new HostException(what, Errno.EROFS);
        }
        superblock(what, device).growMounted(disk(what, device).sizeBytes());
        faults.effect(what);
    }

    @Override
    public boolean hasGrowthInJournal(Path mountpoint, Path device) {
        String what = "growth in the journal of " + mountpoint;
        faults.call(what);
        return superblock(what, device).hasGrowthInJournal();
    }

    @Override
    public void sync(Path mountpoint) {
        String what = "sync the filesystem of " + mountpoint;
        faults.call(what);
        names.following(mountpoint).tree.sync();
        faults.effect(what);
    }

    @Override
    public void flush(Path device) {
        String what = "flush " + device;
        faults.call(what);
        disk(what, device).flush();
        faults.effect(what);
    }

    @Override
    public Freeze freeze(Path mountpoint) {
        String what = "freeze " + mountpoint;
        faults.call(what);
        SimulatedTree tree = names.following(mountpoint).tree;
        if (tree.isFrozen()) {
            throw new HostException(what, Errno.EBUSY);
        }
        tree.sync();
        tree.setFrozen(true);
        names.holding(mountpoint)
                .flatMap(Namespace.Entry::device)
                .flatMap(SimulatedDevice::filesystem)
                .ifPresent(Superblock::bringJournalHome);
        faults.effect(what);
        AtomicBoolean held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                thaw(mountpoint, tree);
            }
        };
    }

    /** A thaw that reports an error has thawed all the same; a machine that stopped has not. */
    private boolean thaw(Path mountpoint, SimulatedTree tree) {
        String what = "thaw " + mountpoint;
        boolean frozen = tree.isFrozen();
        try {
            faults.call(what);
        } catch (HostException failed) {
            tree.setFrozen(false);
            throw failed;
        }
        tree.setFrozen(false);
        faults.effect(what);
        return frozen;
    }

    @Override
    public boolean thaw(Path mountpoint) {
        return thaw(mountpoint, names.following(mountpoint).tree);
    }

    @Override
    public boolean isInUse(Path device) {
        String what = "use of " + device;
        faults.call(what);
        return disk(what, device).isFrozen()
                || names.mounts().stream().anyMatch(entry -> entry.mount().shows(device));
    }

    @Override
    public ByteSize deviceSize(Path device) {
        String what = "size of " + device;
        faults.call(what);
        return ByteSize.ofBytes(disk(what, device).sizeBytes());
    }

    private Superblock superblock(String what, Path device) {
        return disk(what, device).filesystem().orElseThrow(() -> new HostException(what, Errno.EINVAL));
    }

    private SimulatedDevice disk(String what, Path device) {
        SimulatedDevice disk = names.following(device).device.orElseThrow(() -> new HostException(what, Errno.ENOTTY));
        disk.medium();
        return disk;
    }
}
