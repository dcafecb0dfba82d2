package dev.zonal.csi.cloud;

import java.util.List;

/** Several zones near each other. Snapshots belong to the region, so that a disk of any of its zones is made from them. */
public record Region(String name, List<Zone> zones) {
    public Region {
        zones = List.copyOf(zones);
    }
}
