package dev.zonal.csi.backend.local.stray;

import dev.zonal.csi.backend.local.content.Layout;
import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopBacking;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.Mount;
import dev.zonal.csi.maintenance.Stray;
import dev.zonal.csi.maintenance.Stray.Kind;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.ObjectId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The loop devices over files of a pool that are no volume's, and the mounts of such devices. A device over a file that
 * is not in the pool's folders is somebody else's, unless the kernel says that the file was deleted from there.
 */
final class StrayDevices {
    private final PoolParts pool;

    StrayDevices(PoolParts pool) {
        this.pool = pool;
    }

    Stream<Stray> all() {
        // The devices before the files: one whose file is then not there any more has lost it.
        List<LoopBacking> devices = pool.host().loops().backings();
        Map<FileIdentity, Path> files = files();
        return devices.stream().flatMap(backing -> strays(backing, files));
    }

    private Stream<Stray> strays(LoopBacking backing, Map<FileIdentity, Path> files) {
        LoopDevice device = backing.device();
        Optional<Path> file = Optional.ofNullable(files.get(device.backing()));
        boolean anothers = file.map(path -> isVolumesOwn(device, path)).orElseGet(() -> !wasDeletedHere(backing));
        List<Mount> mounts = anothers ? List.of() : pool.host().mounts().showing(device.path());
        if (anothers || (backing.leaving() && (mounts.isEmpty() || isOfVolume(file)))) {
            return Stream.empty();
        }
        Optional<ObjectId> object = object(file.orElse(backing.file()));
        String reason = file.map(path -> reason(path, device))
                .orElseGet(
                        () -> "its file is gone: " + backing.file() + "; what it held is reached through this alone");
        return Stream.concat(
                mounts.stream().map(mount -> mounted(mount, device, reason, object)),
                Stream.of(device(device, mounts, reason, object, file.isPresent())));
    }

    /** The one device of each kind that the driver knows over the image of a volume. */
    private boolean isVolumesOwn(LoopDevice device, Path file) {
        return isOfVolume(Optional.of(file))
                && pool.attachments()
                        .of(device.backing(), device.readOnly())
                        .filter(device::equals)
                        .isPresent();
    }

    private boolean isOfVolume(Optional<Path> file) {
        return file.filter(path -> VolumeId.parse(owner(path))
                        .filter(id -> pool.layout().image(id).equals(path))
                        .isPresent())
                .isPresent();
    }

    private String reason(Path file, LoopDevice device) {
        String name = owner(file);
        if (isOfVolume(Optional.of(file))) {
            return "a " + (device.readOnly() ? "read-only " : "") + "device over the image of volume " + name
                    + " that the driver did not make";
        }
        return SnapshotId.parse(name).isPresent()
                ? "it stands over the image of snapshot " + name + ", which the driver never attaches"
                : "it stands over " + file + ", which is no volume's";
    }

    private static Stray mounted(Mount mount, LoopDevice device, String reason, Optional<ObjectId> object) {
        return new Stray(
                Kind.MOUNT,
                mount.target(),
                ByteSize.ZERO,
                "it shows " + device.path() + ": " + reason,
                ShellCommand.of("umount --", mount.target()),
                "save what is needed from there before it goes",
                object);
    }

    private Stray device(
            LoopDevice device, List<Mount> mounts, String reason, Optional<ObjectId> object, boolean hasFile) {
        String ifIdle = hasFile ? "nothing is lost with it" : "copy what is needed from it before it goes";
        return new Stray(
                Kind.DEVICE,
                device.path(),
                sizeOf(device),
                reason,
                mounts.isEmpty() ? ShellCommand.of("losetup -d", device.path()) : Optional.empty(),
                mounts.isEmpty()
                        ? ifIdle
                        : "it is mounted at " + mounts.getFirst().target() + "; unmount it first",
                object);
    }

    private ByteSize sizeOf(LoopDevice device) {
        try {
            return pool.host().filesystems().deviceSize(device.path());
        } catch (HostException unreadable) {
            return ByteSize.ZERO;
        }
    }

    private boolean wasDeletedHere(LoopBacking backing) {
        boolean sameFilesystem = pool.files()
                .status(pool.root())
                .filter(root ->
                        root.identity().device() == backing.device().backing().device())
                .isPresent();
        return sameFilesystem
                && Layout.DIRECTORIES.stream()
                        .anyMatch(name -> backing.file().startsWith(pool.root().resolve(name)));
    }

    /** Whose directory it lies in: {@code vol-…} of {@code volumes/vol-…/disk.img} and of {@code tmp/vol-….x/disk.img}. */
    private String owner(Path file) {
        Path below = pool.root().relativize(file);
        String name = below.getNameCount() > 1 ? below.getName(1).toString() : "";
        return name.replaceFirst("\\..*", "");
    }

    private Optional<ObjectId> object(Path file) {
        String name = owner(file);
        return VolumeId.parse(name)
                .<ObjectId>map(id -> id)
                .or(() -> SnapshotId.parse(name).map(id -> id));
    }

    /**
     * Every file in the pool's folders. tmp/ first: what is published from there meanwhile is then found in its place.
     * A file with several names has that of the object which it belongs to.
     */
    private Map<FileIdentity, Path> files() {
        Map<FileIdentity, Path> found = new HashMap<>();
        Layout.DIRECTORIES.reversed().forEach(name -> collect(pool.root().resolve(name), found));
        found.putAll(FilesInUse.images(pool));
        return found;
    }

    private void collect(Path path, Map<FileIdentity, Path> found) {
        Optional<FileStatus> status = pool.files().status(path);
        if (status.isEmpty() || pool.host().mounts().at(path).isPresent()) {
            return;
        }
        switch (status.get().kind()) {
            case DIRECTORY -> list(path).forEach(name -> collect(path.resolve(name), found));
            case FILE ->
                found.merge(
                        status.get().identity(),
                        path,
                        (known, other) -> isOfVolume(Optional.of(known)) ? known : other);
            case SYMBOLIC_LINK, BLOCK_DEVICE, OTHER -> {}
        }
    }

    /** It may go while we look, as everything in tmp/ does. */
    private List<String> list(Path directory) {
        try {
            return pool.files().list(directory);
        } catch (HostException gone) {
            if (pool.files().status(directory).isPresent()) {
                throw gone;
            }
            return List.of();
        }
    }
}
