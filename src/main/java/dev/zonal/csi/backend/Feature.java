package dev.zonal.csi.backend;

/** What a backend may offer beside making, listing and removing volumes; the driver's capabilities follow from it. */
public enum Feature {
    /** Snapshots, and volumes made from them. */
    SNAPSHOTS,

    /** Volumes made from other volumes. */
    CLONES,

    /** Volumes that are made larger. */
    EXPANSION
}
