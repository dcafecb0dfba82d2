package dev.zonal.csi.cloud.simulator;

/** What becomes of a disk or a snapshot that was accepted, when it should be ready. */
enum Fate {
    READY,
    FAILED,
    /** It is gone then, as if it never was. */
    GONE
}
