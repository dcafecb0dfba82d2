package dev.zonal.csi.node;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The paths of a request, before anything is done to them: absolute, plain, and without a symbolic link, which could
 * lead a mount anywhere. Only the kubelet's own folder may lie behind links, as it does on hosts that moved it.
 */
public final class TargetPaths {
    private static final Set<Errno> PATH_IS_WRONG = Set.of(Errno.ENAMETOOLONG, Errno.ELOOP, Errno.ENOTDIR);
    private static final int LONGEST_QUOTED = 200;

    private final FileTree files;
    private final Path kubeletDirectory;
    private final Predicate<Path> kept;

    /** @param kept where the driver has its own files: nothing is ever mounted there */
    public TargetPaths(FileTree files, Path kubeletDirectory, Predicate<Path> kept) {
        this.files = files;
        this.kubeletDirectory = kubeletDirectory;
        this.kept = kept;
    }

    /**
     * The path to act on.
     *
     * @param field the request's field, for the refusal
     * @throws StorageException.InvalidArgument where the path is relative, not plain, or leads over a link
     */
    Path checked(String field, Path path) {
        if (!path.isAbsolute() || !path.normalize().equals(path) || path.getNameCount() == 0) {
            throw new StorageException.InvalidArgument(
                    field + ": '" + path + "' has to be an absolute path below /, without '.' and '..'");
        }
        try {
            if (!files.leadsOverLink(path)) {
                return path;
            }
            Path real = behindKubeletDirectory(path);
            if (!real.equals(path) && !files.leadsOverLink(real)) {
                return real;
            }
            throw new StorageException.InvalidArgument(field + ": '" + lastLinkOn(real)
                    + "' is a symbolic link; name the path that it leads to, so that nothing is touched elsewhere");
        } catch (HostException failed) {
            if (PATH_IS_WRONG.contains(failed.errno())) {
                throw new StorageException.InvalidArgument(field + ": '" + shortened(path)
                        + "' is no path that this host can follow (" + failed.errno() + ")");
            }
            throw failed;
        }
    }

    private Path lastLinkOn(Path path) {
        for (Path part = path; part != null; part = part.getParent()) {
            if (isLink(part)) {
                return part;
            }
        }
        return path;
    }

    private static String shortened(Path path) {
        String text = path.toString();
        return text.length() <= LONGEST_QUOTED ? text : text.substring(0, LONGEST_QUOTED) + "…";
    }

    /**
     * Makes the place for a mount: an empty directory, or an empty file for a device node.
     *
     * @return whether it was missing
     * @throws StorageException.InvalidArgument where it would be among the driver's own files
     * @throws StorageException.FailedPrecondition where something else stands there, or the parent is missing; what has
     *     content is never mounted over, because it would be in the way when the mount is gone
     */
    boolean ensureMountpoint(Path target, Kind kind) {
        if (kept.test(target)) {
            throw new StorageException.InvalidArgument(
                    "'" + target + "' is among the files of a pool, where nothing is mounted; name another path");
        }
        Optional<FileStatus> present = files.status(target);
        if (present.isPresent()) {
            if (present.get().kind() != kind) {
                throw new StorageException.FailedPrecondition("'" + target + "' is a "
                        + word(present.get().kind()) + ", and a " + word(kind) + " is needed there; remove it");
            }
            if (!isEmpty(target, present.get())) {
                throw new StorageException.FailedPrecondition(
                        "'" + target + "' is not empty, and a mount would hide what is there; move that away first");
            }
            return false;
        }
        Path parent = target.getParent();
        if (parent == null || !isDirectory(parent)) {
            throw new StorageException.FailedPrecondition(
                    "'" + target + "': its parent directory does not exist; the caller has to make it");
        }
        if (kind == Kind.DIRECTORY) {
            files.createDirectory(target);
        } else {
            files.createFile(target, new byte[0]);
        }
        return true;
    }

    /**
     * Removes the place of a mount, where it is empty.
     *
     * @throws StorageException.FailedPrecondition where it holds something: that is somebody's, and stays
     */
    void removeMountpoint(Path target) {
        Optional<FileStatus> present = files.status(target);
        if (present.isEmpty()) {
            return;
        }
        boolean removed = switch (present.get().kind()) {
            case DIRECTORY -> removedDirectory(target);
            case FILE -> removedFile(target, present.get());
            case SYMBOLIC_LINK, BLOCK_DEVICE, OTHER -> false;
        };
        if (!removed) {
            throw new StorageException.FailedPrecondition("'" + target + "' is not mounted any more and holds a "
                    + word(present.get().kind()) + " with content; look at it and remove it by hand");
        }
    }

    private boolean removedDirectory(Path target) {
        try {
            files.deleteDirectory(target);
            return true;
        } catch (HostException failed) {
            if (!failed.is(Errno.ENOTEMPTY)) {
                throw failed;
            }
            return false;
        }
    }

    private boolean removedFile(Path target, FileStatus status) {
        boolean empty = isEmpty(target, status);
        if (empty) {
            files.deleteFile(target);
        }
        return empty;
    }

    private Path behindKubeletDirectory(Path path) {
        if (!path.startsWith(kubeletDirectory) || files.status(kubeletDirectory).isEmpty()) {
            return path;
        }
        return files.resolved(kubeletDirectory).resolve(kubeletDirectory.relativize(path));
    }

    private boolean isEmpty(Path path, FileStatus status) {
        return status.kind() == Kind.DIRECTORY ? files.list(path).isEmpty() : status.sizeBytes() == 0;
    }

    private boolean isDirectory(Path path) {
        return files.status(path).map(status -> status.kind() == Kind.DIRECTORY).orElse(false);
    }

    private boolean isLink(Path path) {
        return files.status(path)
                .map(status -> status.kind() == Kind.SYMBOLIC_LINK)
                .orElse(false);
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case FILE -> "file";
            case DIRECTORY -> "directory";
            case SYMBOLIC_LINK -> "symbolic link";
            case BLOCK_DEVICE -> "device";
            case OTHER -> "special file";
        };
    }
}
