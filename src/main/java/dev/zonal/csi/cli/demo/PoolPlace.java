package dev.zonal.csi.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the demo makes its pool: it never uses one that exists, because it removes its own at the end. */
final class PoolPlace {
    private static final String OWN_FOLDER = "zonal-demo";
    private static final String IMAGE = "pool.img";

    private PoolPlace() {}

    /**
     * @param asked a folder on a filesystem with reflinks, or a file that does not exist yet
     * @param root the demo's own folder
     * @return what does not exist yet
     */
    static Path choose(Optional<Path> asked, Path root) {
        if (asked.isEmpty()) {
            return root.resolve(IMAGE);
        }
        Path path = asked.get().toAbsolutePath().normalize();
        boolean folder = Files.isDirectory(path);
        Path place =
                folder ? real(path).resolve(OWN_FOLDER) : real(parent(path)).resolve(path.getFileName());
        if (Files.exists(place)) {
            throw new DemoFailure(
                    DemoFailure.UNFIT,
                    place + " exists; the demo makes its own pool and removes it at the end: name a folder, or a file"
                            + " that does not exist yet");
        }
        return place;
    }

    /** Whether the pool is to be a folder, to be made before the driver starts. */
    static boolean isFolder(Path place) {
        return place.endsWith(OWN_FOLDER);
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new DemoFailure(DemoFailure.UNFIT, "there is no folder " + parent + " to make the pool in");
        }
        return parent;
    }

    /** Without symbolic links: the driver mounts over none. */
    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
