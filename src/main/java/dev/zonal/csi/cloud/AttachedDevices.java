package dev.zonal.csi.cloud;

import java.nio.file.Path;
import java.util.Optional;

/** The disks of one instance, as its own kernel has them: asked each time, and without the cloud. */
public interface AttachedDevices {
    /** The device with that serial; empty while it is not there, or where a link of that name leads to another disk. */
    Optional<AttachedDevice> of(String serial);

    /** Whether that is a place for the cloud's own files. */
    boolean keeps(Path path);
}
