package dev.zonal.csi.cli.doctor;

import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether files of a pool's folder can share their data, tried out with a small one. */
record CloneCheck(FileTree files, Optional<Path> pool) implements Check {
    private static final String SUBJECT = "reflink";

    @Override
    public List<Finding> findings() {
        if (pool.isEmpty()) {
            return List.of();
        }
        if (!Files.isDirectory(pool.get())) {
            return List.of(
                    Files.exists(pool.get().toAbsolutePath().getParent())
                            ? Finding.ok(
                                    SUBJECT, pool.get() + " is no folder; the driver formats it as xfs with reflink")
                            : Finding.problem(
                                    SUBJECT, pool.get() + " is in a folder that is missing", "make that folder"));
        }
        Path file = pool.get()
                .toAbsolutePath()
                .resolve(".zonal-doctor-" + ProcessHandle.current().pid());
        try {
            files.createFile(file, "zonal".repeat(1000).getBytes(StandardCharsets.US_ASCII));
            try {
                return List.of(tried(file));
            } finally {
                files.deleteFile(file);
            }
        } catch (HostException refused) {
            return List.of(Finding.problem(
                    SUBJECT,
                    String.valueOf(refused.getMessage()),
                    "put the pool on XFS (mkfs.xfs -m reflink=1) or btrfs, in a folder that can be written"));
        }
    }

    private Finding tried(Path file) {
        Path clone = file.resolveSibling(file.getFileName() + ".clone");
        files.cloneFile(file, clone);
        files.deleteFile(clone);
        return Finding.ok(SUBJECT, "a file of " + file.getParent() + " was cloned without copying");
    }
}
