package dev.zonal.csi.cloud;

/** A disk to be given to an instance. */
public record AttachDisk(DiskId disk, InstanceId instance, boolean readOnly) {}
