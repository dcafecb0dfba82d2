package dev.zonal.csi.cloud.description;

import dev.zonal.csi.model.ByteSize;
import java.time.Duration;

/**
 * How long things take that a cloud has accepted.
 *
 * @param create a blank disk
 * @param restore a disk with the content of a snapshot
 * @param device from ATTACHED until the instance sees the device
 * @param deviceSize from the end of a growth until the device on the instance is as large
 * @param snapshot the least that storing a snapshot takes
 * @param snapshotBytesPerSecond how fast what the disk holds is stored; zero for at once
 */
public record CloudDelays(
        Duration create,
        Duration restore,
        Duration attach,
        Duration device,
        Duration detach,
        Duration delete,
        Duration modify,
        Duration deviceSize,
        Duration snapshot,
        ByteSize snapshotBytesPerSecond) {}
