package dev.zonal.csi.bench.goals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What lies below a filesystem on a loop device. */
final class BackingFile {
    private BackingFile() {}

    /** @param mounted anywhere in the filesystem */
    static Path of(Path mounted) throws IOException {
        Path device = Path.of(Files.getFileStore(mounted).name());
        Path named = Path.of("/sys/block").resolve(device.getFileName()).resolve("loop/backing_file");
        return Path.of(Files.readString(named).stripTrailing());
    }
}
