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
import java.util.stream.Stream;

/**
 * The paths of a request, before anything is done to them: absolute, plain, none of the driver's own files, and without
 * a symbolic link, which could lead a mount anywhere. Only the kubelet's own folder may lie behind links, as it does on
 * hosts that moved it.
 */
public final class TargetPaths {
    private static final Set<Errno> PATH_IS_WRONG = Set.of(Errno.ENAMETOOLONG, Errno.ELOOP, Errno.ENOTDIR);
    private static final int LONGEST_QUOTED = 200;

    private final FileTree files;
    private final KubeletFolder kubelet;
    private final Predicate<Path> kept;

    /** @param kept where the driver has its own files: nothing is ever mounted or removed there */
    public TargetPaths(FileTree files, KubeletFolder kubelet, Predicate<Path> kept) {
        this.files = files;
        this.kubelet = kubelet;
        this.kept = kept;
    }

    /**
     * The path to act on.
     *
     * @param field the request's field, for the refusal
     * @throws StorageException.InvalidArgument where the path is relative, not plain, leads over a link, is among the
     *     driver's own files, or can't be kubelet's though kubelet is the caller
     */
    Path checked(String field, Path path) {
        if (!path.isAbsolute() || !path.normalize().equals(path) || path.getNameCount() == 0) {
            throw new StorageException.InvalidArgument(
                    field + ": '" + path + "' has to be an absolute path below /, without '.' and '..'");
        }
        Path real = followed(field, path);
        if (kept.test(real)) {
            throw new StorageException.InvalidArgument(field + ": '" + real
                    + "' is among the files of a pool, where nothing is mounted or removed; name another path");
        }
        if (kubelet.holdsEveryTarget() && belowKubelet(real).isEmpty()) {
            throw new StorageException.InvalidArgument(field + ": '" + shortened(real) + "' is not below "
                    + kubelet.directory() + ", and this driver is registered with kubelet, whose folder that is; name a"
                    + " path in there, or set --kubelet-dir to where kubelet has its folder");
        }
        return real;
    }

    private Path followed(String field, Path path) {
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

    /** Whether kubelet keeps that path for what a driver publishes. */
    boolean isKubeletsTarget(Path target) {
        return belowKubelet(target).filter(KubeletFolder::isTarget).isPresent();
    }

    /** From kubelet's folder on; empty where the path is elsewhere. */
    private Optional<Path> belowKubelet(Path path) {
        return Stream.of(kubelet.directory(), behindKubeletDirectory(kubelet.directory()))
                .filter(folder -> path.startsWith(folder) && !path.equals(folder))
                .map(folder -> folder.relativize(path))
                .findFirst();
    }

    private Path behindKubeletDirectory(Path path) {
        Path directory = kubelet.directory();
        if (!path.startsWith(directory) || files.status(directory).isEmpty()) {
            return path;
        }
        Path real = files.resolved(directory);
        return path.equals(directory) ? real : real.resolve(directory.relativize(path));
    }

    private Path lastLinkOn(Path path) {
        for (Path part = path; part != null; part = part.getParent()) {
            if (isLink(part)) {
                return part;
            }
        }
        return path;
    }

    private boolean isLink(Path path) {
        return files.status(path)
                .map(FileStatus::kind)
                .filter(kind -> kind == Kind.SYMBOLIC_LINK)
                .isPresent();
    }

    private static String shortened(Path path) {
        String text = path.toString();
        return text.length() <= LONGEST_QUOTED ? text : text.substring(0, LONGEST_QUOTED) + "…";
    }
}
