package dev.zonal.csi.backend;

import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;

/**
 * A snapshot to be cut.
 *
 * @param source a volume on the same home
 */
public record NewSnapshot(SnapshotId id, String name, VolumeId source, Consistency consistency) {}
