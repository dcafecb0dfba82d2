package dev.zonal.csi.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folders that a CO makes before it calls the node (CSI spec, NodeStageVolume and NodePublishVolume). */
final class Folders {
    private Folders() {}

    static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    static Path make(Path folder) {
        try {
            return Files.createDirectories(absolute(folder));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    static void makeParent(Path target) {
        Path parent = target.getParent();
        if (parent != null) {
            make(parent);
        }
    }
}
