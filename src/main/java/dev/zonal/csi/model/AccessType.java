package dev.zonal.csi.model;

import java.util.List;
import java.util.Optional;

/** How a workload sees a volume: a device, or a directory with a filesystem. */
public sealed interface AccessType {
    /** A raw block device. */
    record Block() implements AccessType {}

    /**
     * A mounted filesystem.
     *
     * @param filesystem as asked for; empty where the caller leaves it to the driver
     * @param mountFlags options of mount(8), checked against the allow-list already
     */
    record Mounted(Optional<FilesystemType> filesystem, List<String> mountFlags) implements AccessType {
        public Mounted {
            mountFlags = List.copyOf(mountFlags);
        }
    }
}
