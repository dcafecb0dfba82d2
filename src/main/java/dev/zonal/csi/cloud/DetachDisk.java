package dev.zonal.csi.cloud;

/**
 * A disk to be taken from an instance.
 *
 * @param force whether it is used there or not: what was not written yet is lost
 */
public record DetachDisk(DiskId disk, InstanceId instance, boolean force) {}
