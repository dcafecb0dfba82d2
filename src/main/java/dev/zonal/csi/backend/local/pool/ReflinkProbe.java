package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** Whether files on a filesystem can share their data, found out by doing it once. */
final class ReflinkProbe {
    private static final Set<Errno> NOT_POSSIBLE =
            Set.of(Errno.EOPNOTSUPP, Errno.ENOTTY, Errno.EXDEV, Errno.EINVAL, Errno.ENOSYS);
    private static final Set<Errno> FULL = Set.of(Errno.ENOSPC, Errno.EDQUOT);
    private static final int BLOCK_BYTES = 4096;

    private final FileTree files;
    private final Path source;
    private final Path target;

    ReflinkProbe(FileTree files, Path directory) {
        this.files = files;
        this.source = directory.resolve("reflink-check");
        this.target = directory.resolve("reflink-check.clone");
    }

    /** @param known whether it was found fit before: then a pool that is full to the brim is let in to be emptied */
    void run(PoolSpec spec, boolean known) {
        clear();
        byte[] block = new byte[BLOCK_BYTES];
        Arrays.fill(block, (byte) 'z');
        try {
            files.createFile(source, block);
            files.cloneFile(source, target);
        } catch (HostException failure) {
            if (known && FULL.contains(failure.errno())) {
                return;
            }
            throw NOT_POSSIBLE.contains(failure.errno())
                    ? Refusals.refused(
                            spec,
                            source.getParent() + " is on a filesystem without reflinks, which snapshots and clones"
                                    + " need; give a directory on XFS (made with reflink=1) or btrfs, or a file or"
                                    + " device that the driver formats",
                            failure)
                    : failure;
        } finally {
            clear();
        }
    }

    private void clear() {
        for (Path file : new Path[] {source, target}) {
            if (files.status(file).isPresent()) {
                files.deleteFile(file);
            }
        }
    }
}
