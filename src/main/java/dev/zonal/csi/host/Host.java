package dev.zonal.csi.host;

/** The ports to the operating system of one node, together. */
public record Host(FileTree files, LoopDevices loops, Mounts mounts, Filesystems filesystems) {}
