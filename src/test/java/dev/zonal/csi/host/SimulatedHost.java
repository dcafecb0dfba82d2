package dev.zonal.csi.host;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.host.freeze.LeftFrozen;
import dev.zonal.csi.host.freeze.NotedFreezes;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.FilesystemType;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A Linux host in memory, for tests: files, loop devices, mounts and filesystems that behave as the ports say, with
 * what a power cut leaves of them. Paths are resolved through mounts, so a file below a mountpoint lies in the
 * filesystem on that device, and a clone of a device's image holds what that filesystem had synced.
 *
 * <p>To begin with there is {@code /} (XFS, 1 TiB, reflinks), {@code /dev}, {@code /ext4} (no reflinks) and the empty
 * directory {@code /pool}.
 */
public final class SimulatedHost {
    private static final ByteSize ROOT_SIZE = ByteSize.ofGibibytes(1024);
    private static final Path RUN = Path.of("/run/zonal");
    private static final long DISK_MAJOR = 8L << 8;

    private final Faults faults = new Faults();
    private final Journal journal = new Journal();
    private final SimulatedTree root = new SimulatedTree(journal, true, ROOT_SIZE.bytes());
    private final SimulatedTree hardware = new SimulatedTree(journal, false, Long.MAX_VALUE);
    private final Namespace names = new Namespace(root.root());
    private final SimulatedFiles files = new SimulatedFiles(faults, names);
    private final Inode nodes;
    private final SimulatedLoops loops;
    private final SimulatedMounts mounts;
    private final SimulatedFilesystems filesystems = new SimulatedFilesystems(faults, journal, names);

    private final SimulatedProcesses processes = new SimulatedProcesses();
    private final Host kernel;

    private Host ports;

    public SimulatedHost() {
        files.createDirectory(Path.of("/dev"));
        files.createDirectory(Path.of("/ext4"));
        files.createDirectory(Path.of("/pool"));
        nodes = names.at(Path.of("/dev"));
        loops = new SimulatedLoops(faults, names, nodes);
        mounts = new SimulatedMounts(faults, names, loops);
        Path ext4 = addDisk("ext4disk", ByteSize.ofGibibytes(1));
        filesystems.format(ext4, FilesystemType.EXT4, List.of());
        mounts.mount(ext4, Path.of("/ext4"), "ext4", List.of());
        root.sync();
        faults.clear();
        Serialised one = new Serialised();
        kernel = new Host(
                one.port(FileTree.class, files),
                one.port(LoopDevices.class, loops),
                one.port(Mounts.class, mounts),
                one.port(Filesystems.class, filesystems));
        ports = noted();
    }

    /** The ports of the driver that runs now, for the code under test, on any number of threads. */
    public Host ports() {
        return ports;
    }

    /** The ports beside that driver: for what an administrator does, or another driver. */
    public Host kernel() {
        return kernel;
    }

    /** The whole container may be killed at any time: no watchdog does anything here. */
    private Host noted() {
        return NotedFreezes.on(kernel, _ -> () -> {}, processes, RUN);
    }

    /** What the start of a driver does before all else. */
    public void thawLeftFrozen() {
        new LeftFrozen(kernel, processes, RUN).thaw();
    }

    /** Where the host stops or fails. */
    public Faults faults() {
        return faults;
    }

    /** Makes a directory and all that it stands in, where they are missing; durable. */
    public void makeDirectories(Path directory) {
        Path path = Path.of("/");
        for (Path name : directory) {
            Path parent = path;
            path = path.resolve(name);
            if (files.status(path).isEmpty()) {
                files.createDirectory(path);
                files.sync(parent);
            }
        }
    }

    /** A further block device, blank. */
    public Path addDisk(String name, ByteSize size) {
        Path path = Path.of("/dev", name);
        SimulatedDevice disk = new SimulatedDevice(path, DISK_MAJOR + nodes.entries.size());
        Inode medium = hardware.inode(FileStatus.Kind.FILE);
        hardware.link(hardware.root(), name, medium);
        hardware.change(medium, "size of " + name, content -> content.resized(size.bytes()));
        disk.put(medium, false);
        nodes.tree.link(nodes, name, nodes.tree.deviceNode(disk));
        hardware.sync();
        nodes.tree.sync();
        return path;
    }

    /** What an application does to a device that it was given raw; durable after {@link Filesystems#flush}. */
    public void writeDevice(Path device, long offset, byte[] bytes) {
        names.following(device).device.orElseThrow().write(offset, bytes);
    }

    public byte[] readDevice(Path device, long offset, int length) {
        return names.following(device).device.orElseThrow().read(offset, length);
    }

    /** Overwrites part of a file, behind the driver's back and at once on the disk. */
    public void scribble(Path file, long offset, byte[] bytes) {
        Inode inode = names.at(file);
        inode.tree.change(inode, "scribble", content -> content.written(offset, bytes));
        inode.tree.sync(inode);
    }

    /** A loop device that a person makes over the file, whatever stands over it already. */
    public LoopDevice attachByHand(Path file) {
        return loops.attachByHand(file);
    }

    /** What a file holds, mounted filesystems on it aside. */
    public byte[] peek(Path file, long offset, int length) {
        return names.at(file).content.bytes(offset, length);
    }

    /** What a file in the root of the filesystem on an image holds, as it is on the disk; empty where there is none. */
    public Optional<byte[]> peekInside(Path image, String name) {
        return names.at(image)
                .content
                .filesystem()
                .map(filesystem -> filesystem.tree().root().durableEntries.get(name))
                .map(file -> file.durableContent.bytes(0, (int) file.durableContent.size()));
    }

    public void addSymbolicLink(Path link, Path target) {
        Inode directory = names.following(requireNonNull(link.getParent()));
        directory.tree.link(
                directory, requireNonNull(link.getFileName()).toString(), directory.tree.symbolicLink(target));
    }

    /** A second name for a file, as ln makes it. */
    public void addHardLink(Path link, Path file) {
        Inode directory = names.following(requireNonNull(link.getParent()));
        directory.tree.link(directory, requireNonNull(link.getFileName()).toString(), names.at(file));
    }

    /** A file whose name is not UTF-8: a listing shows the name with U+FFFD for its last byte, and no path leads to it. */
    public void addFileOfUnreadableName(Path directory, String start, byte[] content) {
        Inode folder = names.following(directory);
        Inode made = folder.tree.inode(FileStatus.Kind.FILE);
        folder.tree.link(folder, start + SimulatedFiles.NOT_UTF_8, made);
        folder.tree.change(made, "content", before -> before.written(0, content));
    }

    /** A program, or the mount of a partition, keeps the device open until the power goes. */
    public void holdOpen(LoopDevice device) {
        loops.holdOpen(device);
    }

    /** Gives the filesystem at that path another size. */
    public void setSize(Path path, ByteSize size) {
        names.following(path).tree.grow(size.bytes());
    }

    /** Gives the filesystem on the device an error that its checker mends. */
    public void leaveUnclean(Path device) {
        filesystemOn(device).setUnclean(true);
    }

    /** Gives the filesystem on the device an error that only a person can mend. */
    public void damageFilesystem(Path device) {
        filesystemOn(device).damage();
    }

    /** The filesystem on the device meets an error and takes no more writes while it is mounted. */
    public void stopFilesystem(Path device) {
        mounts.stop(names.following(device).device.orElseThrow());
    }

    /** Tells two filesystems apart, and a copy from nothing else. */
    public UUID filesystemId(Path device) {
        return filesystemOn(device).id();
    }

    private Superblock filesystemOn(Path device) {
        return names.following(device).device.orElseThrow().filesystem().orElseThrow();
    }

    /**
     * The loop devices that there are were attached in another mount namespace, as by a driver in another container: they
     * hold their files through its mounts, and keep none of this namespace busy.
     */
    public void attachedElsewhere() {
        mounts.setAttachedHere(false);
    }

    /** Whether mounts on this host reach other mount namespaces. */
    public void setShared(boolean shared) {
        mounts.setShared(shared);
    }

    /** Every mount, in the order in which they were made. */
    public List<Mount> mountTable() {
        return names.mounts().stream().map(Namespace.Entry::mount).toList();
    }

    /** Every loop device with a file behind it. */
    public List<LoopDevice> loopTable() {
        return loops.everyOne();
    }

    /** What was done and not synced: a power cut may take any part of it. */
    public List<String> unsynced() {
        return journal.pending();
    }

    /** The driver ends with its container, and the next one starts. */
    public void kill() {
        die();
        start();
    }

    /** The driver ends with its container: its locks go, all else stays as the kernel has it, its freezes too. */
    public void die() {
        faults.clear();
        release(root.root());
        names.mounts().forEach(entry -> release(entry.shown()));
        processes.next();
    }

    /** The driver is killed, and a thread of it that waits in the kernel keeps what it has open. */
    public void dieHalf() {
        faults.clear();
        processes.next();
    }

    /** The next driver begins. */
    public void start() {
        thawLeftFrozen();
        ports = noted();
        faults.clear();
    }

    /** A driver begins in a container of its own, beside the one that runs, of which it sees nothing. */
    public void startBeside() {
        processes.nextContainer();
        start();
    }

    private static void release(Inode inode) {
        inode.locked = false;
        inode.entries.values().forEach(SimulatedHost::release);
    }

    /**
     * The power goes and comes back: devices and mounts are gone, and of what was not synced those parts are left
     * whose number in {@link #unsynced} is set.
     */
    public void cutPower(BitSet kept) {
        faults.clear();
        names.clear();
        loops.clear();
        journal.crash(kept);
        root.revert();
        hardware.revert();
        processes.reboot();
        start();
    }
}
