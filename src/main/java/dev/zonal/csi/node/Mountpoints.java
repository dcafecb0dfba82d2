package dev.zonal.csi.node;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.StorageException;
import java.nio.file.Path;
import java.util.Optional;

/** The empty directories and files that mounts stand on: made where they are missing, removed where they are ours. */
final class Mountpoints {
    private final FileTree files;

    Mountpoints(FileTree files) {
        this.files = files;
    }

    /**
     * Makes the place for a mount: an empty directory, or an empty file for a device node.
     *
     * @return whether it was missing
     * @throws StorageException.FailedPrecondition where something else stands there, or the parent is missing; what has
     *     content is never mounted over, because it would be in the way when the mount is gone
     */
    boolean ensure(Path target, Kind kind) {
        Optional<FileStatus> present = files.status(target);
        if (present.isPresent()) {
            requireEmpty(target, kind, present.get());
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

    private void requireEmpty(Path target, Kind kind, FileStatus present) {
        if (present.kind() != kind) {
            throw new StorageException.FailedPrecondition("'" + target + "' is a " + word(present.kind()) + ", and a "
                    + word(kind) + " is needed there; remove it");
        }
        if (!isEmpty(target, present)) {
            throw new StorageException.FailedPrecondition(
                    "'" + target + "' is not empty, and a mount would hide what is there; move that away first");
        }
    }

    /**
     * Removes the place of a mount, where it is empty. The caller knows that the place is the driver's.
     *
     * @throws StorageException.FailedPrecondition where it holds something: that is somebody's, and stays
     */
    void remove(Path target) {
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

    private boolean isEmpty(Path path, FileStatus status) {
        return status.kind() == Kind.DIRECTORY ? files.list(path).isEmpty() : status.sizeBytes() == 0;
    }

    private boolean isDirectory(Path path) {
        return files.status(path).map(status -> status.kind() == Kind.DIRECTORY).orElse(false);
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
