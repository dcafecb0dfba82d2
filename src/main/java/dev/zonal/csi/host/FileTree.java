package dev.zonal.csi.host;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.model.ByteSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The files and directories of the host, each method one effect that a crash can fall before or after.
 *
 * <p>Nothing here is durable until {@link #sync} of the file (its content and size) and of the directory that holds
 * its name has returned; a rename is atomic. Paths are absolute; the last component is never followed when it is a
 * symbolic link. Every failure is a {@link HostException} with the errno; nothing is left behind by a failed call
 * that creates.
 */
public interface FileTree {
    /** What stands at the path, or empty where nothing does. */
    Optional<FileStatus> status(Path path);

    /** The path with every symbolic link resolved (realpath(3)). ENOENT where a component is missing. */
    Path resolved(Path path);

    /**
     * Whether a symbolic link stands on the path, at its end or before, as far as the path exists. The first one counts:
     * what lies behind it is not looked at.
     */
    boolean leadsOverLink(Path path);

    /**
     * The names in a directory, without {@code .} and {@code ..}, in no order. Bytes that are not UTF-8 are U+FFFD: no
     * path leads to what has such a name, and two of them may look alike.
     */
    List<String> list(Path directory);

    /** Whether a path leads to what has that name in a {@link #list}, and to nothing else. */
    static boolean isReachable(String name) {
        return name.indexOf('\uFFFD') < 0;
    }

    /** The whole content. EFBIG where the file is longer than {@code limitBytes}. */
    byte[] read(Path file, int limitBytes);

    /** Makes one directory, mode 0750. EEXIST where anything stands there. */
    void createDirectory(Path directory);

    /** Makes the directory, and those above it, where they are missing; others may do the same at this moment. */
    default void createDirectories(Path directory) {
        if (status(directory).isEmpty()) {
            createDirectories(requireNonNull(directory.getParent()));
            try {
                createDirectory(directory);
            } catch (HostException failure) {
                if (!failure.is(Errno.EEXIST)) {
                    throw failure;
                }
            }
        }
    }

    /** Makes a new file with that content, mode 0640. EEXIST where anything stands there. */
    void createFile(Path file, byte[] content);

    /** Makes a new sparse file of that length, mode 0600. EEXIST where anything stands there. */
    void createSparse(Path file, ByteSize size);

    /** Makes a symbolic link that leads to the target, which need not exist. EEXIST where anything stands there. */
    void createSymbolicLink(Path link, Path target);

    /**
     * Makes a new file that shares all extents of the source (ioctl_ficlone(2)), whatever their number: no data is
     * copied. EXDEV or EOPNOTSUPP where the filesystem can't.
     */
    void cloneFile(Path source, Path target);

    /**
     * One step of a clone whose source is written meanwhile: shares the next extents of the source, from that byte on and
     * so many at most, with a file that exists (fiemap, ioctl_ficlonerange(2)). What many steps have shared is a copy of
     * no single moment.
     *
     * @return from where to go on; empty where nothing is left
     */
    OptionalLong cloneExtents(Path source, Path target, long fromByte, int extents);

    /**
     * Makes a file that is no longer than the source share all extents of it, as they are at one moment (ioctl_ficlone(2)).
     * What it shares already costs little.
     */
    void completeClone(Path source, Path target);

    /** Sets the length; what is added reads as zeros and takes no space. */
    void resize(Path file, ByteSize size);

    /**
     * Reserves space for the whole length (fallocate(2) mode 0); what was written stays. Extents that are shared with
     * another file stay shared: they take space when they are written. ENOSPC where there is none; what was reserved
     * until then may stay reserved.
     */
    void allocate(Path file, ByteSize size);

    /**
     * Gives the file a copy of its own of every block that it shares with another (fallocate(2),
     * FALLOC_FL_UNSHARE_RANGE), durable when this returns. EOPNOTSUPP where the filesystem can't (btrfs); ENOSPC where
     * there is no space, and what was copied until then stays.
     */
    void unshare(Path file);

    /**
     * Tells of each extent that the file has on its disk (fiemap), in the order of the file. What was written and has no
     * place on the disk yet is left out. Takes time with the number of extents.
     */
    void extents(Path file, Consumer<Extent> reader);

    /**
     * In how many extents a file lies on its disk, at once whatever their number (FS_IOC_FSGETXATTR); 0 where the
     * filesystem does not count them (btrfs).
     */
    long extentCount(Path file);

    /**
     * Lets XFS take, for what is written to shared blocks, no more space than that (FS_IOC_FSSETXATTR, fsx_cowextsize of
     * one block). Without it XFS takes 128 KiB around each such write, beside all that the file was promised, and keeps
     * what of it is not needed while the file is busy. What is made in a directory takes the setting over. Where the
     * filesystem has no such setting (btrfs), there is no need either.
     */
    void copyOnlyWhatIsWritten(Path fileOrDirectory);

    /** Frees every block of the file and keeps its length: it reads as zeros afterwards. */
    void wipe(Path file);

    /** Whether any byte at or after the offset was ever written (lseek(2) SEEK_DATA); unwritten allocations are not. */
    boolean hasData(Path file, long fromByte);

    /** fsync(2) of a file or a directory. */
    void sync(Path fileOrDirectory);

    /** Moves a name on one filesystem. EEXIST where the target stands (RENAME_NOREPLACE). */
    void rename(Path from, Path to);

    /** Moves a name on one filesystem over whatever file stands at the target. */
    void replace(Path from, Path to);

    /** Removes a file's name. ENOENT where there is none. */
    void deleteFile(Path file);

    /** Removes an empty directory. ENOTEMPTY where it isn't. */
    void deleteDirectory(Path directory);

    /** statfs(2) of the filesystem that holds the path. */
    SpaceUsage space(Path path);

    /**
     * Takes the exclusive lock of the file (flock(2)), which it makes where it is missing; empty where another process
     * holds it. The kernel releases it with the process, however that ends.
     */
    Optional<Lock> lock(Path file);

    /** A lock held until closed. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }
}
