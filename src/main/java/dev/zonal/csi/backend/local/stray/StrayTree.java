package dev.zonal.csi.backend.local.stray;

import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that stands at one path, measured without leaving its filesystem.
 *
 * @param allocatedBytes what it takes on the disk
 * @param hasContent whether it is more than empty directories and empty files
 * @param link what a file of it is a second name of, in words
 * @param obstacle why none of it may be removed: something is mounted in it, a device stands over a file of it, or a
 *     name in it leads nowhere
 */
record StrayTree(long allocatedBytes, boolean hasContent, Optional<String> link, Optional<String> obstacle) {
    private static final StrayTree EMPTY = new StrayTree(0, false, Optional.empty(), Optional.empty());

    static Optional<StrayTree> at(Host host, Path path, FilesInUse used) {
        if (!FileTree.isReachable(String.valueOf(path.getFileName()))) {
            return Optional.of(kept("the name " + path + " can't be read as UTF-8; a person has to look at it"));
        }
        return host.files().status(path).map(status -> measured(host, path, status, used));
    }

    /** What to know before it goes, or has to be done first. */
    String advice() {
        return obstacle.or(() -> link).orElse(hasContent ? "look what it holds before it goes" : "it is empty");
    }

    private static StrayTree kept(String obstacle) {
        return new StrayTree(0, true, Optional.empty(), Optional.of(obstacle));
    }

    private static StrayTree measured(Host host, Path path, FileStatus status, FilesInUse used) {
        if (host.mounts().at(path).isPresent()) {
            return kept("something is mounted at " + path + "; unmount it first");
        }
        return switch (status.kind()) {
            case DIRECTORY ->
                host.files().list(path).stream()
                        .map(path::resolve)
                        .flatMap(child -> at(host, child, used).stream())
                        .reduce(EMPTY, StrayTree::plus);
            case FILE ->
                used.image(status.identity())
                        .map(image -> secondName(path, image))
                        .orElseGet(() -> file(path, status, used));
            case SYMBOLIC_LINK, BLOCK_DEVICE, OTHER -> new StrayTree(0, true, Optional.empty(), Optional.empty());
        };
    }

    /** It takes no space, and a device over it is that image's. */
    private static StrayTree secondName(Path path, Path image) {
        return new StrayTree(
                0,
                true,
                Optional.of(path + " is a second name of " + image + ", which stays when this name goes"),
                Optional.empty());
    }

    private static StrayTree file(Path path, FileStatus status, FilesInUse used) {
        return new StrayTree(
                status.allocatedBytes(),
                status.sizeBytes() > 0,
                Optional.empty(),
                used.isAttached(status.identity())
                        ? Optional.of("a loop device stands over " + path + "; it has to go first")
                        : Optional.empty());
    }

    private StrayTree plus(StrayTree other) {
        return new StrayTree(
                allocatedBytes + other.allocatedBytes,
                hasContent || other.hasContent,
                link.or(() -> other.link),
                obstacle.or(() -> other.obstacle));
    }
}
