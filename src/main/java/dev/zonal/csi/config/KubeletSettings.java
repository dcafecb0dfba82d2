package dev.zonal.csi.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The kubelet of this node.
 *
 * @param directory its root, below which it asks for volumes
 * @param registrationDirectory where it looks for plugins; without one the driver doesn't register itself
 */
public record KubeletSettings(Path directory, Optional<Path> registrationDirectory) {}
