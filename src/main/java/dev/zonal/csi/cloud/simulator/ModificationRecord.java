package dev.zonal.csi.cloud.simulator;

import java.time.Instant;

/**
 * A change of a disk that is under way, on the disk.
 *
 * @param doneAt when the disk is what it is to become
 * @param deviceAt when its device on the instances is as large
 */
record ModificationRecord(long sizeBytes, String category, long iops, Instant doneAt, Instant deviceAt) {}
