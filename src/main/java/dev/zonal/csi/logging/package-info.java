/** How the log is written: one line per event, as text or JSON, with nothing in it that could pass for another line. */
@NullMarked
package dev.zonal.csi.logging;

import org.jspecify.annotations.NullMarked;
