package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.host.Commands;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Copies of disk images: by sharing their extents (copy-on-write) where the filesystem can, else byte by byte, sparse. */
final class ImageCopies {
    private static final Set<Errno> CAN_NOT_SHARE = Set.of(Errno.EOPNOTSUPP, Errno.EXDEV, Errno.EINVAL);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final FileTree files;
    private final Commands programs;

    ImageCopies(FileTree files, Commands programs) {
        this.files = files;
        this.programs = programs;
    }

    /** @param target a new file */
    void copy(Path source, Path target) {
        try {
            files.cloneFile(source, target);
        } catch (HostException failure) {
            if (!CAN_NOT_SHARE.contains(failure.errno())) {
                throw failure;
            }
            Commands.Result result =
                    programs.run(LONGEST, List.of("cp", "--sparse=always", "--", source.toString(), target.toString()));
            if (result.exitCode() != 0) {
                throw new HostException("copy " + source + " to " + target, Errno.EIO, result.output());
            }
        }
    }
}
