package dev.zonal.csi.backend.local;

import java.nio.file.Path;

/**
 * Where a pool stands, held for this process alone.
 *
 * @param root the directory of the pool on its own filesystem
 * @param release gives back what was taken to get there: locks, mount, device
 */
record Ground(Path root, Runnable release) {}
