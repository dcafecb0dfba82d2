/** Volumes and snapshots as image files on reflink-capable pools of this node. */
@NullMarked
package dev.zonal.csi.backend.local;

import org.jspecify.annotations.NullMarked;
