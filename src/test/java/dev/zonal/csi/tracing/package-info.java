/** What was traced, for tests, and the way to a collector. */
@NullMarked
package dev.zonal.csi.tracing;

import org.jspecify.annotations.NullMarked;
