/** Keyed locks, deadlines, roll-back, work that may not wait, and the bounded pool for blocking native calls. */
@NullMarked
package dev.zonal.csi.concurrent;

import org.jspecify.annotations.NullMarked;
