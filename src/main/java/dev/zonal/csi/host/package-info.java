/** Ports to the operating system: files, loop devices, mounts, filesystems, commands. */
@NullMarked
package dev.zonal.csi.host;

import org.jspecify.annotations.NullMarked;
