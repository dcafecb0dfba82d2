package dev.zonal.csi.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot as its backend knows it.
 *
 * @param name the name that the CO gave it
 * @param source the volume that it was cut from, which may be gone by now
 * @param size the least capacity of a volume restored from it
 * @param contents what the volume carried when it was cut
 * @param created when it was cut; never changes
 * @param readyToUse whether a volume can be made from it; what is cut at once may become ready only later
 * @param accessibleFrom the places where a volume made from it can be used
 * @param volumeSnapshot the VolumeSnapshot that it was cut for, where the request named one
 */
public record Snapshot(
        SnapshotId id,
        String name,
        VolumeId source,
        ByteSize size,
        Consistency consistency,
        Contents contents,
        Instant created,
        boolean readyToUse,
        List<Topology> accessibleFrom,
        Optional<KubernetesObject> volumeSnapshot) {
    public Snapshot {
        accessibleFrom = List.copyOf(accessibleFrom);
    }

    public Snapshot withAccessibleFrom(List<Topology> places) {
        return new Snapshot(id, name, source, size, consistency, contents, created, readyToUse, places, volumeSnapshot);
    }

    public Snapshot withVolumeSnapshot(Optional<KubernetesObject> named) {
        return new Snapshot(id, name, source, size, consistency, contents, created, readyToUse, accessibleFrom, named);
    }
}
