package dev.zonal.csi.config;

import dev.zonal.csi.model.ByteSize;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place for volumes on this node.
 *
 * @param name what a StorageClass calls it
 * @param path a folder on a filesystem with reflinks, a block device, or the file of an image
 * @param size how large the image is made where there is none yet
 */
public record Pool(String name, Path path, Optional<ByteSize> size) {}
