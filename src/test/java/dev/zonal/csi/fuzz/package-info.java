/** Bytes of anybody's making, given to everything that reads what others wrote. */
@NullMarked
package dev.zonal.csi.fuzz;

import org.jspecify.annotations.NullMarked;
