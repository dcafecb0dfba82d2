package dev.zonal.csi.model;

import java.util.Optional;
import java.util.OptionalLong;

/** What of the disk of a volume is to become different while it is used; what is empty stays. */
public record DiskQuality(Optional<String> category, OptionalLong iops) {
    public static final DiskQuality AS_IT_IS = new DiskQuality(Optional.empty(), OptionalLong.empty());
}
