/** Is this host fit for the driver: what is there, what is missing, and the remedy for each. */
@NullMarked
package dev.zonal.csi.cli.doctor;

import org.jspecify.annotations.NullMarked;
