package dev.zonal.csi.cli.doctor;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.LoopDevice;
import dev.zonal.csi.host.LoopDevices;
import dev.zonal.csi.model.ByteSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Loop devices, tried out: a device over a small file, as volumes get them.
 *
 * @param folder where the small file stands for that moment
 */
record LoopCheck(FileTree files, LoopDevices loops, Path folder) implements Check {
    private static final String SUBJECT = "loop devices";
    private static final Path CONTROL = Path.of("/dev/loop-control");

    @Override
    public List<Finding> findings() {
        if (!Files.exists(CONTROL)) {
            return List.of(Finding.problem(
                    SUBJECT, CONTROL + " is missing", "modprobe loop; in a container, mount the host's /dev"));
        }
        Path file = folder.resolve(".zonal-doctor-" + ProcessHandle.current().pid());
        try {
            files.createSparse(file, ByteSize.ofMebibytes(1));
            try {
                return List.of(tried(file));
            } finally {
                files.deleteFile(file);
            }
        } catch (HostException refused) {
            return List.of(Finding.problem(SUBJECT, String.valueOf(refused.getMessage()), remedy(refused)));
        }
    }

    private Finding tried(Path file) {
        LoopDevice device = loops.attach(file, false);
        loops.detach(device);
        return Finding.ok(SUBJECT, device.path() + " attached with direct I/O, and detached");
    }

    private static String remedy(HostException refused) {
        return refused.is(Errno.EPERM) || refused.is(Errno.EACCES)
                ? "run this as root; in a container, privileged"
                : "free loop devices (losetup -l), or let the kernel have more of them";
    }
}
