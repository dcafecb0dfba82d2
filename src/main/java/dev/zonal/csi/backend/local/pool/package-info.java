/** A pool and its life: what the operator gave, how it becomes a pool, and what it holds of its node until it is closed. */
@NullMarked
package dev.zonal.csi.backend.local.pool;

import org.jspecify.annotations.NullMarked;
