/** A class for each row of the table of goals. */
@NullMarked
package dev.zonal.csi.bench.goals;

import org.jspecify.annotations.NullMarked;
