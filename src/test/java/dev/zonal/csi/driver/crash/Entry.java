package dev.zonal.csi.driver.crash;

/** What the orchestrator knows of one volume or snapshot. */
sealed interface Entry permits VolumeEntry, SnapshotEntry {
    /** The id, which follows from the name: known before the driver has answered. */
    String id();

    String name();

    Kind kind();

    Life life();

    Written written();
}
