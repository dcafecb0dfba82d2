/** The commands for people, run as a person runs them. */
@NullMarked
package dev.zonal.csi.cli;

import org.jspecify.annotations.NullMarked;
