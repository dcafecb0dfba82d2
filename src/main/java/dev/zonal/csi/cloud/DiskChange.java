package dev.zonal.csi.cloud;

import dev.zonal.csi.model.ByteSize;
import java.util.Optional;
import java.util.OptionalLong;

/** What of a disk is to become different; what is empty stays. */
public record DiskChange(Optional<ByteSize> size, Optional<String> category, OptionalLong iops) {
    public static DiskChange ofSize(ByteSize size) {
        return new DiskChange(Optional.of(size), Optional.empty(), OptionalLong.empty());
    }

    /** The same text for the same change. */
    @Override
    public String toString() {
        return "to " + size.map(ByteSize::toString).orElse("the size it has") + ", "
                + category.orElse("the category it has") + ", "
                + (iops.isPresent() ? iops.getAsLong() : "no") + " iops";
    }
}
