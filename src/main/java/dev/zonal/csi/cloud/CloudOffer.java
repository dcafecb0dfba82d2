package dev.zonal.csi.cloud;

import java.util.List;

/** Where a cloud is, and what it sells there. */
public record CloudOffer(List<Region> regions, List<DiskCategory> categories, List<InstanceType> instanceTypes) {
    public CloudOffer {
        regions = List.copyOf(regions);
        categories = List.copyOf(categories);
        instanceTypes = List.copyOf(instanceTypes);
    }
}
