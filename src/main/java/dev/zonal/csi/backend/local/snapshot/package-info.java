/** The snapshots of one pool: cutting and removing them. */
@NullMarked
package dev.zonal.csi.backend.local.snapshot;

import org.jspecify.annotations.NullMarked;
