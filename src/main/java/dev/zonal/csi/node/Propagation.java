package dev.zonal.csi.node;

import dev.zonal.csi.host.FileStatus;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.host.HostException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether what is mounted below kubelet's folder is seen outside of this mount namespace. Where it is not, every call
 * succeeds and pods see an empty directory: so it is said before the first call.
 */
public final class Propagation {
    private final Host host;
    private final Path kubeletDirectory;

    public Propagation(Host host, Path kubeletDirectory) {
        this.host = host;
        this.kubeletDirectory = kubeletDirectory;
    }

    /** What an operator has to know, with the remedy; empty where all is well or there is no kubelet here. */
    public Optional<String> complaint() {
        try {
            boolean isHere = host.files()
                    .status(kubeletDirectory)
                    .filter(status -> status.kind() == FileStatus.Kind.DIRECTORY)
                    .isPresent();
            return isHere && !host.mounts().isShared(kubeletDirectory)
                    ? Optional.of(
                            "mounts below " + kubeletDirectory + " stay in this mount namespace: where kubelet runs in"
                                    + " another one, pods will see empty directories; mount it with mountPropagation:"
                                    + " Bidirectional (rshared)")
                    : Optional.empty();
        } catch (HostException unreadable) {
            return Optional.empty();
        }
    }
}
