package dev.zonal.csi.cloud;

import dev.zonal.csi.model.ByteSize;
import java.util.Set;

/**
 * A kind of disk that the cloud sells.
 *
 * @param step sizes are a multiple of it
 * @param iops what a disk has that names none
 * @param maximumIops the most that can be asked for
 * @param price a class, 1 the cheapest; no currency
 * @param zones where it is sold
 * @param multiAttach to how many instances one disk can be attached at once
 */
public record DiskCategory(
        String name,
        ByteSize minimum,
        ByteSize maximum,
        ByteSize step,
        long iops,
        long maximumIops,
        int price,
        Set<String> zones,
        int multiAttach) {
    public DiskCategory {
        zones = Set.copyOf(zones);
    }
}
