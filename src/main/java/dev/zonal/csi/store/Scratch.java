package dev.zonal.csi.store;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import java.nio.file.Path;
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

    /** @param directory exists, on the filesystem of the store */
    public Scratch(FileTree files, Path directory, RandomGenerator random) {
        this.files = files;
        this.directory = directory;
        this.random = random;
    }

    /** A path where nothing stands. The name begins with the id, for the person who finds it. */
    Path fresh(String id) {
        return directory.resolve(id + "." + Long.toString(random.nextLong(1L << 40), 32));
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
    void discard(Path path) {
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
