/** The volumes of one pool: making, removing, growing, and showing them as block devices of this node. */
@NullMarked
package dev.zonal.csi.backend.local.volume;

import org.jspecify.annotations.NullMarked;
