/** The driver's whole story on real disks, told through its own socket, each promise checked. */
@NullMarked
package dev.zonal.csi.cli.demo;

import org.jspecify.annotations.NullMarked;
