/** Prometheus metrics and the small HTTP server that shows them. */
@NullMarked
package dev.zonal.csi.metrics;

import org.jspecify.annotations.NullMarked;
