package dev.zonal.csi.host;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One mount of this process's mount namespace.
 *
 * @param target where it stands
 * @param root which part of its filesystem it shows: {@code /} for the whole, {@code /loop3} for a bound device node
 * @param source what the filesystem was mounted from: {@code /dev/loop3}, {@code tmpfs}
 * @param filesystem the type's name
 * @param options options of this mount and of its filesystem together; {@code rw} where the mount lets writes through,
 *     {@code ro} where writes fail: both where the mount would, and its filesystem does not
 */
public record Mount(Path target, String root, String source, String filesystem, Set<String> options) {
    /** What ext4 says of itself after an error, from Linux 6.12 on, where it stays writable in name. */
    private static final Set<String> STOPPED = Set.of("emergency_ro", "shutdown");

    public Mount {
        options = Set.copyOf(options);
    }

    /** Whether writes to it fail, for whatever reason. */
    public boolean readOnly() {
        return options.contains("ro");
    }

    /** Whether it was made for writing, whatever became of its filesystem since. */
    public boolean madeForWriting() {
        return options.contains("rw");
    }

    /** Whether its filesystem met an error and takes no more writes; a read-only mount of it does not always show that. */
    public boolean hasStopped() {
        return (madeForWriting() && readOnly()) || !Collections.disjoint(options, STOPPED);
    }

    /** Whether it shows a device's node, and not the filesystem on a device. */
    public boolean isNode() {
        return holdsNodes() && !root.equals("/");
    }

    /** The loop device that it shows, by its node or by its filesystem; empty where it shows something else. */
    public Optional<Path> loopDevice() {
        String node = isNode() ? "/dev" + root : source;
        return node.startsWith("/dev/loop") ? Optional.of(Path.of(node)) : Optional.empty();
    }

    /** Whether it shows that block device: the filesystem on it, or its device node bound here. */
    public boolean shows(Path device) {
        return source.equals(device.toString()) || (holdsNodes() && root.equals("/" + device.getFileName()));
    }

    /** The options in one order, as a person reads them. */
    public String words() {
        return String.join(",", new TreeSet<>(options));
    }

    private boolean holdsNodes() {
        return filesystem.equals("devtmpfs") || filesystem.equals("tmpfs");
    }
}
