package dev.zonal.csi.cloud;

import dev.zonal.csi.model.ByteSize;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * A disk to be made.
 *
 * @param zones where it is to be usable: one zone, or several of one region where the cloud replicates
 * @param iops what its category gives where it is empty
 * @param source a snapshot of the same region, which becomes its content
 * @param tags what the caller notes on it; no part of what makes two requests different
 */
public record NewDisk(
        Set<String> zones,
        String category,
        ByteSize size,
        OptionalLong iops,
        Optional<DiskSnapshotId> source,
        Map<String, String> tags) {
    public NewDisk {
        zones = Set.copyOf(zones);
        tags = Map.copyOf(tags);
    }

    /** One without tags. */
    public NewDisk(
            Set<String> zones, String category, ByteSize size, OptionalLong iops, Optional<DiskSnapshotId> source) {
        this(zones, category, size, iops, source, Map.of());
    }

    /** A blank disk in one zone. */
    public static NewDisk blank(String zone, String category, ByteSize size) {
        return new NewDisk(Set.of(zone), category, size, OptionalLong.empty(), Optional.empty());
    }

    /** The same text for the same request. */
    @Override
    public String toString() {
        return size + " " + category + " in " + String.join(" and ", new TreeSet<>(zones)) + ", "
                + (iops.isPresent() ? iops.getAsLong() : "no") + " iops, "
                + source.map(snapshot -> "from " + snapshot).orElse("blank");
    }
}
