/** What a pool holds: layout and records on its disk, and the index of them in memory. */
@NullMarked
package dev.zonal.csi.backend.local.content;

import org.jspecify.annotations.NullMarked;
