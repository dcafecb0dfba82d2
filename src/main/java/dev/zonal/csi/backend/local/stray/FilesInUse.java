package dev.zonal.csi.backend.local.stray;

import dev.zonal.csi.backend.local.content.PoolParts;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.LoopDevice;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files whose use does not depend on the name under which one comes upon them: a hard link to an image is that
 * image.
 */
final class FilesInUse {
    private final Set<FileIdentity> attached;
    private final Map<FileIdentity, Path> images;

    private FilesInUse(Set<FileIdentity> attached, Map<FileIdentity, Path> images) {
        this.attached = attached;
        this.images = images;
    }

    /** What loop devices stand over, and the images of all that the pool lists. */
    static FilesInUse of(PoolParts pool) {
        Set<FileIdentity> attached =
                pool.host().loops().all().stream().map(LoopDevice::backing).collect(Collectors.toSet());
        return new FilesInUse(attached, images(pool));
    }

    /** The images of all that the pool lists, where they stand there. */
    static Map<FileIdentity, Path> images(PoolParts pool) {
        Map<FileIdentity, Path> images = new HashMap<>();
        Stream.concat(
                        pool.index().volumeIds().stream().map(pool.layout()::image),
                        pool.index().snapshotIds().stream().map(pool.layout()::image))
                .forEach(image -> pool.files()
                        .status(image)
                        .map(FileStatus::identity)
                        .ifPresent(identity -> images.put(identity, image)));
        return images;
    }

    boolean isAttached(FileIdentity file) {
        return attached.contains(file);
    }

    /** The image of a listed object that this file is. */
    Optional<Path> image(FileIdentity file) {
        return Optional.ofNullable(images.get(file));
    }
}
