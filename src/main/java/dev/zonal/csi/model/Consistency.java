package dev.zonal.csi.model;

/** How still a mounted filesystem is while a snapshot of it is cut. */
public enum Consistency {
    /** All that was written before the call is in it; what is written meanwhile may be (syncfs). */
    SYNCED,
    /** No write falls into the cut: the filesystem is frozen around it (FIFREEZE). */
    FROZEN
}
