/** What those see who watch over the driver. */
@NullMarked
package dev.zonal.csi.metrics;

import org.jspecify.annotations.NullMarked;
