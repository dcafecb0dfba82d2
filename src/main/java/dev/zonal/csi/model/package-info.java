/** The words of the driver as types: ids, sizes, capabilities, topology, volumes, snapshots, errors. Imports the JDK alone. */
@NullMarked
package dev.zonal.csi.model;

import org.jspecify.annotations.NullMarked;
