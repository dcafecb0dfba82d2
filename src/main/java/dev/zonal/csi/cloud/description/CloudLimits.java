package dev.zonal.csi.cloud.description;

import java.time.Duration;

/**
 * How much of what a cloud lets an account have.
 *
 * @param disksPerRegion how many disks at once
 * @param pendingSnapshotsPerRegion how many snapshots that are not ready yet
 * @param pendingSnapshotsPerDisk the same of one disk
 * @param snapshotInterval how old the last snapshot of a disk has to be before the next one
 * @param modifications how often a disk may be changed within the window, counted when a change has ended
 */
public record CloudLimits(
        int disksPerRegion,
        int pendingSnapshotsPerRegion,
        int pendingSnapshotsPerDisk,
        Duration snapshotInterval,
        int modifications,
        Duration modificationWindow) {}
