package dev.zonal.csi.cli.demo;

import dev.zonal.csi.host.FileIdentity;
import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What stands below some folders.
 *
 * @param mounts their targets, the innermost first
 * @param loopDevices those over files there, and over files of a filesystem on one of these
 */
record Survey(List<Path> mounts, List<LoopDevice> loopDevices) {
    static Survey of(Host host, List<Path> folders) {
        Walk walk = new Walk(host);
        folders.forEach(walk::visit);
        List<LoopDevice> all = host.loops().all();
        Set<LoopDevice> devices = new LinkedHashSet<>();
        all.stream().filter(device -> walk.files.contains(device.backing())).forEach(devices::add);
        devices.addAll(overFilesOn(host, Set.copyOf(devices), all));
        return new Survey(List.copyOf(walk.mounts), List.copyOf(devices));
    }

    /**
     * Those over files of a filesystem that one of these carries. It is mounted nowhere any more, but in use by them,
     * where a demo was killed that had mounts of its own.
     */
    private static List<LoopDevice> overFilesOn(Host host, Set<LoopDevice> disks, List<LoopDevice> all) {
        Set<Long> numbers = disks.stream()
                .flatMap(disk -> host.files().status(disk.path()).stream())
                .map(FileStatus::deviceNumber)
                .collect(Collectors.toSet());
        return all.stream()
                .filter(device -> numbers.contains(device.backing().device()))
                .toList();
    }

    boolean isEmpty() {
        return mounts.isEmpty() && loopDevices.isEmpty();
    }

    /** A walk that no broken mount can stop: what can't be read has nothing in it. */
    private static final class Walk {
        private final Host host;
        private final Deque<Path> mounts = new ArrayDeque<>();
        private final Set<FileIdentity> files = new HashSet<>();

        Walk(Host host) {
            this.host = host;
        }

        void visit(Path path) {
            Optional<FileStatus> status = status(path);
            if (host.mounts().at(path).isPresent()) {
                mounts.addFirst(path);
            }
            if (status.isEmpty()) {
                return;
            }
            if (status.get().kind() == Kind.FILE) {
                files.add(status.get().identity());
            } else if (status.get().kind() == Kind.DIRECTORY) {
                names(path).forEach(name -> visit(path.resolve(name)));
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
    }
}
