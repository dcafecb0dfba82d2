package dev.zonal.csi.backend.local;

import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.Host;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * All that stands at one path, measured without leaving its filesystem.
 *
 * @param allocatedBytes what it takes on the disk
 * @param hasContent whether it is more than empty directories and empty files
 * @param obstacle why none of it may be removed: something is mounted in it, or a device stands over a file of it
 */
record StrayTree(long allocatedBytes, boolean hasContent, Optional<String> obstacle) {
    private static final StrayTree EMPTY = new StrayTree(0, false, Optional.empty());

    /** @param attached the files that loop devices stand over */
    static Optional<StrayTree> at(Host host, Path path, Set<FileIdentity> attached) {
        return host.files().status(path).map(status -> measured(host, path, status, attached));
    }

    private static StrayTree measured(Host host, Path path, FileStatus status, Set<FileIdentity> attached) {
        if (host.mounts().at(path).isPresent()) {
            return new StrayTree(0, true, Optional.of("something is mounted at " + path + "; unmount it first"));
        }
        return switch (status.kind()) {
            case DIRECTORY ->
                host.files().list(path).stream()
                        .map(path::resolve)
                        .flatMap(child -> at(host, child, attached).stream())
                        .reduce(EMPTY, StrayTree::plus);
            case FILE ->
                new StrayTree(
                        status.allocatedBytes(),
                        status.sizeBytes() > 0,
                        attached.contains(status.identity())
                                ? Optional.of("a loop device stands over " + path + "; detach it first")
                                : Optional.empty());
            case SYMBOLIC_LINK, BLOCK_DEVICE, OTHER -> new StrayTree(0, true, Optional.empty());
        };
    }

    private StrayTree plus(StrayTree other) {
        return new StrayTree(
                allocatedBytes + other.allocatedBytes,
                hasContent || other.hasContent,
                obstacle.or(() -> other.obstacle));
    }
}
