package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.driver.Workload;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What there has to be on the disks of a cloud, by the calls that were answered: a model of CSI, by names. */
final class DiskModel {
    final Map<String, Known> volumes = new TreeMap<>();
    final Map<String, KnownCut> cuts = new TreeMap<>();

    /**
     * A volume.
     *
     * @param source the snapshot that it was made from; empty where there is none
     * @param text what is at its start; empty where nobody wrote
     * @param node that has it; empty where none does
     */
    record Known(
            VolumeId id,
            String zone,
            long mebibytes,
            long iops,
            Optional<SnapshotId> source,
            String text,
            String node,
            boolean readOnly) {
        Known sized(long larger) {
            return new Known(id, zone, Math.max(mebibytes, larger), iops, source, text, node, readOnly);
        }

        Known quick(long other) {
            return new Known(id, zone, mebibytes, other, source, text, node, readOnly);
        }

        Known written(String other) {
            return new Known(id, zone, mebibytes, iops, source, other, node, readOnly);
        }

        Known on(String other, boolean reads) {
            return new Known(id, zone, mebibytes, iops, source, text, other, reads);
        }
    }

    /** A snapshot: what its source was when it was cut. */
    record KnownCut(SnapshotId id, VolumeId source, long mebibytes, String text) {}

    Optional<Known> volume(String name) {
        return Optional.ofNullable(volumes.get(name));
    }

    Optional<KnownCut> snapshot(String name) {
        return Optional.ofNullable(cuts.get(name));
    }

    /** The id by which a caller names it, also where there is none of that name. */
    VolumeId idOf(String name) {
        return volume(name).map(Known::id).orElseGet(() -> DiskCalls.volumeId(name, "a"));
    }

    /** The same of a snapshot. */
    SnapshotId idOfCut(String name) {
        return snapshot(name).map(KnownCut::id).orElseGet(() -> DiskCalls.snapshotId(name, "a"));
    }

    /** What a list has to say of each volume. */
    List<String> listedVolumes() {
        return volumes.values().stream()
                .map(volume -> line(
                        volume.id().value(),
                        volume.mebibytes() * Workload.MEBIBYTE,
                        volume.source().map(SnapshotId::value).orElse(""),
                        volume.node()))
                .sorted()
                .toList();
    }

    List<String> listedCuts() {
        return cuts.values().stream()
                .map(cut -> line(
                        cut.id().value(),
                        cut.mebibytes() * Workload.MEBIBYTE,
                        cut.source().value(),
                        ""))
                .sorted()
                .toList();
    }

    static String line(String id, long bytes, String source, String node) {
        return id + " of " + bytes + " from '" + source + "' on '" + node + "'";
    }
}
