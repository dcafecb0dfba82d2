package dev.zonal.csi.store;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory {@code tmp/} of a store: what is not yet there or not there any more. Nothing in it has to survive,
 * so nothing in it is synced for its own sake, and a start removes whatever a crash left.
 */
public final class Scratch {
    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);

    private final FileTree files;
    private final Path directory;
    private final RandomGenerator random;
    private final Set<Path> inUse = ConcurrentHashMap.newKeySet();

    /** @param directory exists, on the filesystem of the store */
    public Scratch(FileTree files, Path directory, RandomGenerator random) {
        this.files = files;
        this.directory = directory;
        this.random = random;
    }

    /**
     * A path where nothing stands, in use until it is {@link #released}. The name begins with the id, for the person who
     * finds it.
     */
    Path fresh(String id) {
        Path path = directory.resolve(id + "." + Long.toString(random.nextLong(1L << 40), 32));
        inUse.add(path);
        return path;
    }

    /** No operation works at that path any more: what stands there from now on is nobody's. */
    void released(Path path) {
        inUse.remove(path);
    }

    /** Where everything in here stands. */
    public Path directory() {
        return directory;
    }

    /** Whether an operation works at that path now. What one could not finish stays in use until the next start. */
    public boolean isInUse(Path path) {
        return inUse.contains(path);
    }

    /**
     * Removes an object by one rename, so that it is there whole or not at all; one that isn't there is removed already.
     * Its space is free when this returns, or soon; what could not be removed stands in here until the next start tries
     * again.
     *
     * @param parent the directory that holds it
     */
    void remove(Path parent, String name) {
        Path grave = fresh(name);
        boolean moved = moveAway(parent.resolve(name), grave);
        try {
            files.sync(parent);
        } catch (RuntimeException failure) {
            if (moved) {
                putBack(grave, parent.resolve(name), failure);
            }
            throw failure;
        }
        if (moved) {
            discardQuietly(grave);
        }
        released(grave);
    }

    private boolean moveAway(Path object, Path grave) {
        try {
            files.rename(object, grave);
            return true;
        } catch (HostException failure) {
            released(grave);
            if (failure.is(Errno.ENOENT)) {
                return false;
            }
            throw failure;
        }
    }

    private void putBack(Path grave, Path object, RuntimeException failure) {
        try {
            files.rename(grave, object);
            files.sync(requireNonNull(object.getParent()));
            released(grave);
        } catch (RuntimeException again) {
            failure.addSuppressed(again);
        }
    }

    /** Removes everything; what can't be removed is named in the log and stays for the next time. */
    public void sweep() {
        for (String name : files.list(directory)) {
            LOG.atInfo().addKeyValue("name", name).log("removing what a crash left unfinished");
            discardQuietly(directory.resolve(name));
        }
    }

    /** Removes it with all that it holds, as far as that goes. */
    void discardQuietly(Path path) {
        try {
            discard(path);
        } catch (RuntimeException failure) {
            LOG.atWarn().addKeyValue("path", path).setCause(failure).log("could not be removed; the next start tries");
        }
    }

    /** Removes it with all that it holds; what is gone already is no failure. */
    private void discard(Path path) {
        try {
            if (files.status(path).map(FileStatus::kind).orElse(FileStatus.Kind.OTHER) == FileStatus.Kind.DIRECTORY) {
                files.list(path).forEach(name -> discard(path.resolve(name)));
                files.deleteDirectory(path);
            } else {
                files.deleteFile(path);
            }
        } catch (HostException failure) {
            if (!failure.is(Errno.ENOENT)) {
                throw failure;
            }
        }
    }
}
