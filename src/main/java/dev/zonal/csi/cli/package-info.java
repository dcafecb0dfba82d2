/** The commands for people. */
@NullMarked
package dev.zonal.csi.cli;

import org.jspecify.annotations.NullMarked;
