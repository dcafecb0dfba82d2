/** Keyed locks, deadlines, roll-back, and the bounded pool for blocking native calls. */
@NullMarked
package dev.zonal.csi.concurrent;

import org.jspecify.annotations.NullMarked;
