package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.model.ByteSize;

/**
 * What a pool that stands on a file may still take from the host's filesystem.
 *
 * @param holes the part of the file that has no space of its own yet
 * @param hostFree what that filesystem has free
 */
public record BackingUsage(ByteSize holes, ByteSize hostFree) {}
