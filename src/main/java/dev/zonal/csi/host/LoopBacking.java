package dev.zonal.csi.host;

import java.nio.file.Path;

/**
 * A loop device with what the kernel tells people about the file behind it.
 *
 * @param file where the kernel last knew the file, with {@code " (deleted)"} at its end where that name is gone; in
 *     another mount namespace it may be another path: a hint, never a key
 * @param leaving it was detached while somebody used it, and goes with its last user
 */
public record LoopBacking(LoopDevice device, Path file, boolean leaving) {}
