package dev.zonal.csi.node;

import dev.zonal.csi.host.FileStatus.Kind;
import dev.zonal.csi.host.Mount;
import java.nio.file.Path;

/** What a publish shows at its target, of a volume that is staged. */
sealed interface Publication permits FilesystemPublication, RawPublication {
    /** Whether that mount of the volume is what this publication would make. */
    boolean isMetBy(Mount present);

    /** Refuses what can't be shown beside what the volume is shown as elsewhere. */
    void refuseBesideOthers();

    /** Makes sure that there is what is bound to the target. */
    Path ensureSource();

    boolean readOnly();

    /** What the target has to be. */
    Kind mountpoint();
}
