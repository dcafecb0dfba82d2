package dev.zonal.csi.model;

import java.util.List;
import java.util.OptionalLong;

/**
 * What a StorageClass says of the disks of a cloud that its volumes are made of.
 *
 * @param categories the categories to take, the first that can be had; the cloud's first where none is named
 * @param iops what the category gives where it is empty
 * @param multiAttach whether several nodes may have a volume at once, where its access mode allows it
 */
public record DiskWishes(List<String> categories, OptionalLong iops, boolean multiAttach) {
    public static final DiskWishes NONE = new DiskWishes(List.of(), OptionalLong.empty(), false);

    public DiskWishes {
        categories = List.copyOf(categories);
    }
}
