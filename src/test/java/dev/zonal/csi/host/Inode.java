package dev.zonal.csi.host;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A file, directory, link or device node of a simulated filesystem: as it is, and as it is on the disk. */
final class Inode {
    final SimulatedTree tree;
    final long number;
    final FileStatus.Kind kind;
    final Optional<Path> linkTarget;
    final Optional<SimulatedDevice> device;
    Map<String, Inode> entries = new TreeMap<>();
    Map<String, Inode> durableEntries = new TreeMap<>();
    FileContent content = FileContent.EMPTY;
    FileContent durableContent = FileContent.EMPTY;
    boolean locked;

    Inode(
            SimulatedTree tree,
            long number,
            FileStatus.Kind kind,
            Optional<Path> linkTarget,
            Optional<SimulatedDevice> device) {
        this.tree = tree;
        this.number = number;
        this.kind = kind;
        this.linkTarget = linkTarget;
        this.device = device;
    }

    FileIdentity identity() {
        return new FileIdentity(tree.device(), number);
    }

    FileStatus status() {
        return new FileStatus(
                kind,
                identity(),
                content.size(),
                content.takenBytes(),
                device.map(SimulatedDevice::number).orElse(0L));
    }

    /** After a power cut: all that is left is what the disk has. */
    void revert() {
        locked = false;
        content = durableContent;
        entries = new TreeMap<>(durableEntries);
        entries.values().forEach(Inode::revert);
        content.filesystem().ifPresent(filesystem -> filesystem.tree().revert());
    }
}
