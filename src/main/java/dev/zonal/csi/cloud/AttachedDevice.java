package dev.zonal.csi.cloud;

import java.nio.file.Path;

/** A disk as an instance sees it: a block device. */
public record AttachedDevice(Path path, boolean readOnly) {}
