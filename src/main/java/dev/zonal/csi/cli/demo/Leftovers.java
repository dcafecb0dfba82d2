package dev.zonal.csi.cli.demo;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Takes away what stands below a folder: mounts, loop devices over its files, and then the folder itself. It needs no
 * driver, so it also serves after a kill.
 */
final class Leftovers {
    private static final int MOST_ROUNDS = 50;

    private final Host host;

    Leftovers(Host host) {
        this.host = host;
    }

    /** What was taken away. */
    record Swept(int mounts, int loopDevices) {
        boolean isNothing() {
            return mounts == 0 && loopDevices == 0;
        }

        private Swept and(Swept more) {
            return new Swept(mounts + more.mounts, loopDevices + more.loopDevices);
        }
    }

    /**
     * Unmounts and detaches in rounds, because a loop device is busy while it is mounted, and a filesystem while a loop
     * device stands over one of its files.
     */
    Swept release(List<Path> folders) {
        Swept all = new Swept(0, 0);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Swept now = folders.stream().map(this::releaseOnce).reduce(new Swept(0, 0), Swept::and);
            if (now.isNothing()) {
                break;
            }
            all = all.and(now);
        }
        return all;
    }

    private Swept releaseOnce(Path folder) {
        Deque<Path> targets = new ArrayDeque<>();
        Set<FileIdentity> files = new HashSet<>();
        survey(folder, targets, files);
        // The devices before the mounts that show their files: afterwards nobody knows any more whose they were.
        int unmounted = (int) targets.stream().filter(this::unmounted).count();
        int detached = (int) host.loops().all().stream()
                .filter(device -> files.contains(device.backing()))
                .filter(this::detached)
                .count();
        return new Swept(unmounted, detached);
    }

    /** Collects mounts, the innermost first, and files; a mount that can't be read any more is still a mount. */
    private void survey(Path path, Deque<Path> targets, Set<FileIdentity> files) {
        Optional<FileStatus> status = status(path);
        if (status.isPresent() && status.get().kind() == Kind.FILE) {
            files.add(status.get().identity());
        }
        if (host.mounts().at(path).isPresent()) {
            targets.addFirst(path);
        }
        if (status.isPresent() && status.get().kind() == Kind.DIRECTORY) {
            names(path).forEach(name -> survey(path.resolve(name), targets, files));
        }
    }

    private Optional<FileStatus> status(Path path) {
        try {
            return host.files().status(path);
        } catch (HostException unreadable) {
            return Optional.empty();
        }
    }

    private List<String> names(Path folder) {
        try {
            return host.files().list(folder);
        } catch (HostException unreadable) {
            return List.of();
        }
    }

    private boolean unmounted(Path target) {
        try {
            host.mounts().unmount(target);
            return true;
        } catch (HostException busy) {
            return false;
        }
    }

    private boolean detached(LoopDevice device) {
        if (!host.mounts().showing(device.path()).isEmpty()) {
            return false;
        }
        host.loops().detach(device);
        return true;
    }

    /**
     * Removes the folders with everything in them.
     *
     * @throws HostException EBUSY where something is still mounted there: nothing is deleted through a mount
     */
    void remove(List<Path> folders) {
        for (Path folder : folders) {
            Deque<Path> targets = new ArrayDeque<>();
            survey(folder, targets, new HashSet<>());
            if (!targets.isEmpty()) {
                throw new HostException("clean up " + folder, Errno.EBUSY, targets.getFirst() + " is still in use");
            }
            delete(host.files(), folder);
        }
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
