package dev.zonal.csi.model;

import java.util.List;
import java.util.Optional;

/**
 * What a StorageClass says about its volumes, besides their size and place.
 *
 * @param pool the pool to live on, by name; the backend's first where none is named
 * @param mkfsOptions words for mkfs, checked against the allow-list
 * @param mountOptions options for every mount of the volume, checked against the allow-list
 * @param disk of which disk of a cloud it is made, where it is
 */
public record VolumeParameters(
        Optional<String> pool,
        Provisioning provisioning,
        List<String> mkfsOptions,
        List<String> mountOptions,
        DiskWishes disk) {
    public static final VolumeParameters DEFAULT =
            new VolumeParameters(Optional.empty(), Provisioning.THIN, List.of(), List.of());

    public VolumeParameters {
        mkfsOptions = List.copyOf(mkfsOptions);
        mountOptions = List.copyOf(mountOptions);
    }

    /** Those of a volume that is made of no disk of a cloud. */
    public VolumeParameters(
            Optional<String> pool, Provisioning provisioning, List<String> mkfsOptions, List<String> mountOptions) {
        this(pool, provisioning, mkfsOptions, mountOptions, DiskWishes.NONE);
    }
}
