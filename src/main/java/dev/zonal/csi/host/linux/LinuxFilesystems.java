package dev.zonal.csi.host.linux;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Filesystems;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.ProbeResult;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Filesystems on this host: looked at and grown by system calls, made and repaired by their own tools. */
final class LinuxFilesystems implements Filesystems {
    private final FilesystemTools tools;

    LinuxFilesystems(FilesystemTools tools) {
        this.tools = tools;
    }

    @Override
    public ProbeResult probe(Path device) {
        try (Descriptor open = Descriptor.open(device, OpenFlags.READ_ONLY | OpenFlags.DIRECT);
                Arena memory = Arena.ofConfined()) {
            return ours(open, memory, DeviceBytes.FIRST_BYTES)
                    .or(() -> ours(open, memory, DeviceBytes.START_BYTES))
                    .orElseGet(() -> DeviceBytes.areZero(open)
                            ? new ProbeResult.Blank()
                            : Superblocks.identify(DeviceBytes.read(open, memory)));
        }
    }

    @Override
    public String fingerprint(Path device) {
        try (Descriptor open = Descriptor.open(device, OpenFlags.READ_ONLY | OpenFlags.DIRECT);
                Arena memory = Arena.ofConfined()) {
            return DeviceBytes.read(open, memory).fingerprint();
        }
    }

    /** Most devices carry a filesystem, and it shows at the very start: a fraction of the time. */
    private static Optional<ProbeResult> ours(Descriptor device, Arena memory, int bytes) {
        MemorySegment start = DeviceBytes.start(device, memory, bytes);
        return Superblocks.ours(start).map(found -> whole(found, start, device, memory));
    }

    private static ProbeResult whole(ProbeResult found, MemorySegment start, Descriptor device, Arena memory) {
        return found instanceof ProbeResult.Filesystem filesystem && filesystem.type() == FilesystemType.XFS
                ? XfsCopies.leastOf(filesystem, new SuperblockBytes(start), device, memory)
                : found;
    }

    @Override
    public void format(Path device, FilesystemType type, List<String> options) {
        tools.make(device, type, options);
    }

    @Override
    public void check(Path device, FilesystemType type) {
        switch (type) {
            case EXT4 -> {
                requireUnmounted(device);
                tools.checkExt4(device);
            }
            case XFS, BTRFS -> {}
        }
    }

    @Override
    public void growUnmounted(Path device, FilesystemType type) {
        switch (type) {
            case EXT4 -> {
                requireUnmounted(device);
                tools.growExt4(device);
            }
            case XFS, BTRFS -> {}
        }
    }

    /**
     * An exclusive open says what no mount table of one namespace can: whether the device is mounted anywhere, also in
     * a container that took a copy of the mounts with it.
     */
    private static void requireUnmounted(Path device) {
        Descriptor.open(device, OpenFlags.READ_ONLY | OpenFlags.EXCLUSIVE).close();
    }

    @Override
    public void growMounted(Path mountpoint, Path device, FilesystemType type) {
        long deviceBytes = deviceSize(device).bytes();
        try (Descriptor open = Descriptor.openDirectory(mountpoint)) {
            MountedGrowth.grow(open, deviceBytes, type);
        }
    }

    @Override
    public boolean hasGrowthInJournal(Path mountpoint, Path device) {
        try (Descriptor open = Descriptor.openDirectory(mountpoint);
                Descriptor disk = Descriptor.open(device, OpenFlags.READ_ONLY | OpenFlags.DIRECT);
                Arena memory = Arena.ofConfined()) {
            return MountedGrowth.xfsBytes(open).orElse(0)
                    > shownBytes(DeviceBytes.start(disk, memory, DeviceBytes.FIRST_BYTES));
        }
    }

    /** What the first superblock says, and no copy. */
    private static long shownBytes(MemorySegment start) {
        return Superblocks.ours(start)
                .map(found -> found instanceof ProbeResult.Filesystem shown
                        ? shown.size().bytes()
                        : Long.MAX_VALUE)
                .orElse(Long.MAX_VALUE);
    }

    @Override
    public void sync(Path mountpoint) {
        try (Descriptor open = Descriptor.openDirectory(mountpoint)) {
            open.syncFilesystem();
        }
    }

    @Override
    public void flush(Path device) {
        try (Descriptor open = Descriptor.open(device, OpenFlags.READ_ONLY)) {
            open.sync();
        }
    }

    @Override
    public Freeze freeze(Path mountpoint) {
        return FrozenFilesystem.freeze(mountpoint);
    }

    @Override
    public boolean thaw(Path mountpoint) {
        try (Descriptor open = Descriptor.openDirectory(mountpoint)) {
            return FrozenFilesystem.thaw(open);
        }
    }

    @Override
    public boolean isInUse(Path device) {
        try {
            requireUnmounted(device);
            return false;
        } catch (HostException failed) {
            if (failed.is(Errno.EBUSY)) {
                return true;
            }
            throw failed;
        }
    }

    @Override
    public ByteSize deviceSize(Path device) {
        try (Descriptor open = Descriptor.open(device, OpenFlags.READ_ONLY)) {
            return ByteSize.ofBytes(DeviceBytes.size(open));
        }
    }
}
