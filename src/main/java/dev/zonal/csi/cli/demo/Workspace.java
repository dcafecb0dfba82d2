package dev.zonal.csi.cli.demo;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a demo keeps everything that it makes.
 *
 * @param root its own folder, made by it and removed at its end
 * @param pool a sparse file, or a folder on a filesystem with reflinks, made by it and removed at its end
 */
record Workspace(Path root, Path pool) {
    Path socket() {
        return root.resolve("csi.sock");
    }

    Path log() {
        return root.resolve("driver.log");
    }

    /** Where the driver mounts a pool that is a file. */
    Path run() {
        return root.resolve("run");
    }

    /** Names the pool for a later demo, in case that this one is killed. */
    Path poolNote() {
        return root.resolve("pool.path");
    }

    Path staging(String volume) {
        return root.resolve("staging").resolve(volume);
    }

    /** Where a workload would see the volume. */
    Path target(String volume) {
        return root.resolve("pods").resolve(volume);
    }

    /** Everything below which something may be mounted or attached. */
    List<Path> all() {
        return pool.startsWith(root) ? List.of(root) : List.of(root, pool);
    }
}
