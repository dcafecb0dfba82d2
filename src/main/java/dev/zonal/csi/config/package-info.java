/** The settings: one immutable record per concern, read once from flags, environment, file and defaults. */
@NullMarked
package dev.zonal.csi.config;

import org.jspecify.annotations.NullMarked;
