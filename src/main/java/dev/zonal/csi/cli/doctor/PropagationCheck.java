package dev.zonal.csi.cli.doctor;

import dev.zonal.csi.host.HostException;
import dev.zonal.csi.host.Mounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Whether mounts below the kubelet's folder reach the kubelet and its pods from the driver's mount namespace. */
record PropagationCheck(Mounts mounts, Path kubeletFolder) implements Check {
    private static final String SUBJECT = "mount propagation";

    @Override
    public List<Finding> findings() {
        if (!Files.isDirectory(kubeletFolder)) {
            return List.of(Finding.ok(SUBJECT, "no kubelet here (" + kubeletFolder + " is missing)"));
        }
        try {
            return List.of(
                    mounts.isShared(kubeletFolder)
                            ? Finding.ok(SUBJECT, kubeletFolder + " is shared")
                            : Finding.warning(
                                    SUBJECT,
                                    kubeletFolder
                                            + " is private: pods see no volume that a driver in a container mounts",
                                    "mount --make-rshared /, and mountPropagation: Bidirectional in the driver's pod"));
        } catch (HostException unreadable) {
            return List.of(Finding.problem(
                    SUBJECT, String.valueOf(unreadable.getMessage()), "run this as root on the node itself"));
        }
    }
}
