package dev.zonal.csi.host;

import dev.zonal.csi.host.Namespace.Entry;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The mounts of the simulated host. */
final class SimulatedMounts implements Mounts {
    private final Faults faults;
    private final Namespace names;
    private final SimulatedLoops loops;
    private boolean shared = true;
    private boolean attachedHere = true;

    SimulatedMounts(Faults faults, Namespace names, SimulatedLoops loops) {
        this.faults = faults;
        this.names = names;
        this.loops = loops;
    }

    @Override
    public void mount(Path device, Path target, String filesystem, List<String> options) {
        String what = "mount " + device + " at " + target;
        faults.call(what);
        SimulatedDevice disk = names.following(device).device.orElseThrow(() -> new HostException(what, Errno.ENODEV));
        Superblock superblock = disk.filesystem()
                .filter(found -> found.type().word().equals(filesystem) && found.isWhole())
                .filter(found -> found.sizeBytes() <= disk.sizeBytes())
                .orElseThrow(() -> new HostException(what, Errno.EINVAL));
        if (names.at(target).kind != FileStatus.Kind.DIRECTORY) {
            throw new HostException(what, Errno.ENOTDIR);
        }
        refuseTwin(what, superblock, disk, options);
        superblock.tree().standsOn(disk);
        Set<String> all = shown(options);
        all.add(disk.isReadOnly() || options.contains("ro") ? "ro" : "rw");
        Mount mount = new Mount(target, "/", device.toString(), filesystem, all);
        names.add(new Entry(mount, superblock.tree().root(), Optional.of(disk)));
        faults.effect(what);
    }

    /** The options as the kernel's table has them: what is the default is named or left out, whatever was asked. */
    private static Set<String> shown(List<String> options) {
        Set<String> all = new HashSet<>(options);
        all.removeAll(Set.of("atime", "relatime", "strictatime", "async", "nodiscard", "nolazytime"));
        if (options.lastIndexOf("atime") > options.lastIndexOf("noatime")) {
            all.remove("noatime");
        }
        if (!all.contains("noatime") && !options.contains("strictatime")) {
            all.add("relatime");
        }
        return all;
    }

    private void refuseTwin(String what, Superblock superblock, SimulatedDevice disk, List<String> options) {
        for (Entry entry : names.mounts()) {
            Optional<SimulatedDevice> other = entry.device().filter(found -> !found.equals(disk));
            if (other.isEmpty()) {
                continue;
            }
            if (other.get().medium().equals(disk.medium())) {
                throw new AssertionError(what + ": one filesystem through two devices destroys itself");
            }
            boolean twin = other.get().filesystem().orElseThrow().id().equals(superblock.id());
            if (twin && superblock.type() == FilesystemType.XFS && !options.contains("nouuid")) {
                throw new HostException(what, Errno.EINVAL);
            }
        }
    }

    @Override
    public void bind(Path source, Path target, boolean readOnly) {
        String what = "bind " + source + " at " + target;
        faults.call(what);
        Inode shown = names.following(source);
        Inode covered = names.at(target);
        boolean directory = shown.kind == FileStatus.Kind.DIRECTORY;
        if (directory != (covered.kind == FileStatus.Kind.DIRECTORY)) {
            throw new HostException(what, Errno.ENOTDIR);
        }
        Set<String> options = Set.of(readOnly ? "ro" : "rw");
        Mount mount = shown.device
                .map(device -> new Mount(target, "/" + device.path().getFileName(), "udev", "devtmpfs", options))
                .orElseGet(() -> ofDirectory(source, target, options));
        names.add(new Entry(mount, shown, shown.device.isPresent() ? Optional.empty() : device(source)));
        faults.effect(what);
    }

    private Mount ofDirectory(Path source, Path target, Set<String> options) {
        Mount from = names.holding(source)
                .map(Entry::mount)
                .orElse(new Mount(Path.of("/"), "/", "/dev/root", "xfs", Set.of("rw")));
        Path below = from.target().relativize(source);
        String root = below.toString().isEmpty()
                ? from.root()
                : Path.of(from.root()).resolve(below).toString();
        // A bind has the flags of the mount that it shows, and can take more away.
        Set<String> all = new HashSet<>(from.options());
        if (options.contains("ro")) {
            all.remove("rw");
            all.add("ro");
        }
        return new Mount(target, root, from.source(), from.filesystem(), all);
    }

    private Optional<SimulatedDevice> device(Path source) {
        return names.holding(source).flatMap(Entry::device);
    }

    @Override
    public void unmount(Path target) {
        String what = "unmount " + target;
        faults.call(what);
        Entry entry = names.topmost(target).orElseThrow(() -> new HostException(what, Errno.EINVAL));
        boolean covered = names.mounts().stream()
                .anyMatch(other -> other.mount().target().startsWith(target)
                        && !other.mount().target().equals(target));
        SimulatedTree tree = entry.shown().tree;
        boolean last = names.mounts().stream()
                        .filter(other -> other.shown().tree.equals(tree))
                        .count()
                == 1;
        boolean disk = entry.device().isPresent();
        boolean held = (attachedHere && loops.holds(tree)) || hasLock(tree.root());
        if (covered || (disk && last && held)) {
            throw new HostException(what, Errno.EBUSY);
        }
        if (disk && last) {
            tree.sync();
            entry.device().flatMap(SimulatedDevice::filesystem).ifPresent(Superblock::bringJournalHome);
        }
        names.remove(entry);
        loops.releaseUnused();
        faults.effect(what);
    }

    /** What uses it goes on using it; only its place is free. */
    @Override
    public void unmountLazily(Path target) {
        String what = "unmount " + target + " lazily";
        faults.call(what);
        names.remove(names.topmost(target).orElseThrow(() -> new HostException(what, Errno.EINVAL)));
        loops.releaseUnused();
        faults.effect(what);
    }

    /** A lock is an open file. */
    private static boolean hasLock(Inode inode) {
        return inode.locked || inode.entries.values().stream().anyMatch(SimulatedMounts::hasLock);
    }

    @Override
    public Optional<Mount> at(Path target) {
        faults.call("mount at " + target);
        return names.topmost(target).map(Entry::mount);
    }

    @Override
    public List<Mount> showing(Path device) {
        faults.call("mounts showing " + device);
        return names.mounts().stream()
                .map(Entry::mount)
                .filter(mount -> mount.shows(device))
                .toList();
    }

    @Override
    public boolean isShared(Path path) {
        faults.call("propagation of " + path);
        return shared;
    }

    /** A filesystem that met an error takes no more writes: its mounts say {@code rw}, and it says {@code ro}. */
    void stop(SimulatedDevice disk) {
        names.mounts().stream()
                .filter(entry -> entry.device().filter(disk::equals).isPresent())
                .forEach(entry ->
                        names.replace(entry, new Entry(stopped(entry.mount()), entry.shown(), entry.device())));
    }

    private static Mount stopped(Mount mount) {
        Set<String> all = new HashSet<>(mount.options());
        all.add("ro");
        return new Mount(mount.target(), mount.root(), mount.source(), mount.filesystem(), all);
    }

    void setAttachedHere(boolean now) {
        attachedHere = now;
    }

    void setShared(boolean now) {
        shared = now;
    }
}
