/** What stands in a pool, or over its files, and belongs to nothing that it lists. */
@NullMarked
package dev.zonal.csi.backend.local.stray;

import org.jspecify.annotations.NullMarked;
