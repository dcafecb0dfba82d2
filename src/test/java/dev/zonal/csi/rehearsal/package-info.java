/** The files of a training run. */
@NullMarked
package dev.zonal.csi.rehearsal;

import org.jspecify.annotations.NullMarked;
