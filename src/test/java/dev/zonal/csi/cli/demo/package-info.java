/** The demo on this host: as promised, interrupted, killed, and where the host is not fit. */
@NullMarked
package dev.zonal.csi.cli.demo;

import org.jspecify.annotations.NullMarked;
