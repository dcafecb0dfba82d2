/** Tests of what is published for the scheduler. */
@NullMarked
package dev.zonal.csi.cluster.capacity;

import org.jspecify.annotations.NullMarked;
