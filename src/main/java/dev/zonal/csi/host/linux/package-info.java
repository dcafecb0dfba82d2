/** The Linux side of the ports, by direct system calls; the only room that sees foreign memory. */
@NullMarked
package dev.zonal.csi.host.linux;

import org.jspecify.annotations.NullMarked;
