package dev.zonal.csi.backend.cloud;

/** The disks of a cloud in this process keep the contract of every backend. */
final class CloudBackendTest extends CloudBackendContract {}
