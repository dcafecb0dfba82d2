package dev.zonal.csi.backend.local.stray;

import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.LoopDevice;
import java.nio.file.Path;

/** A person who does what a finding's command says, on the simulated host. */
final class ByHand {
    private ByHand() {}

    static void run(Host host, String command) {
        Path path = Path.of(command.substring(command.lastIndexOf(' ') + 1));
        switch (command.substring(0, command.lastIndexOf(' '))) {
            case "rm -r --" -> remove(host, path);
            case "umount --" -> host.mounts().unmount(path);
            case "losetup -d" -> host.loops().detach(device(host, path));
            default -> throw new IllegalArgumentException("nobody types " + command);
        }
    }

    private static LoopDevice device(Host host, Path path) {
        return host.loops().all().stream()
                .filter(device -> device.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    private static void remove(Host host, Path path) {
        if (host.files().status(path).orElseThrow().kind() == FileStatus.Kind.DIRECTORY) {
            host.files().list(path).forEach(name -> remove(host, path.resolve(name)));
            host.files().deleteDirectory(path);
        } else {
            host.files().deleteFile(path);
        }
    }
}
