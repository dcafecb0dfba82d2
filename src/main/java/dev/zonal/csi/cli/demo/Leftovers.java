package dev.zonal.csi.cli.demo;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes away what stands below folders: mounts, loop devices over their files, and then the folders themselves. It
 * needs no driver, so it also serves after a kill.
 */
final class Leftovers {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Host host;

    Leftovers(Host host) {
        this.host = host;
    }

    /** What was taken away. */
    record Swept(int mounts, int loopDevices) {
        boolean isNothing() {
            return mounts == 0 && loopDevices == 0;
        }
    }

    /**
     * Unmounts and detaches, in rounds: a loop device is busy while it is mounted, and a filesystem while a loop device
     * stands over one of its files. A detached device goes with its last user only, who may be anybody looking at it.
     */
    Swept release(List<Path> folders) {
        Set<LoopDevice> detached = new HashSet<>();
        int unmounted = 0;
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            Survey survey = Survey.of(host, folders);
            if (survey.isEmpty() || System.nanoTime() > end) {
                return new Swept(unmounted, detached.size());
            }
            int done = (int) survey.mounts().stream().filter(this::unmount).count();
            unmounted += done;
            for (LoopDevice device : survey.loopDevices()) {
                if (host.mounts().showing(device.path()).isEmpty()) {
                    host.loops().detach(device);
                    detached.add(device);
                }
            }
            if (done == 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private boolean unmount(Path target) {
        try {
            host.mounts().unmount(target);
            return true;
        } catch (HostException busy) {
            return false;
        }
    }

    /**
     * Removes the folders with everything in them.
     *
     * @throws HostException EBUSY where something still stands there: nothing is deleted through a mount
     */
    void remove(List<Path> folders) {
        Survey survey = Survey.of(host, folders);
        if (!survey.isEmpty()) {
            throw new HostException("clean up", Errno.EBUSY, survey + " is still in use");
        }
        folders.forEach(folder -> delete(host.files(), folder));
    }

    private static void delete(FileTree files, Path path) {
        Optional<FileStatus> status = files.status(path);
        if (status.isEmpty()) {
            return;
        }
        if (status.get().kind() != Kind.DIRECTORY) {
            files.deleteFile(path);
            return;
        }
        files.list(path).forEach(name -> delete(files, path.resolve(name)));
        files.deleteDirectory(path);
    }
}
