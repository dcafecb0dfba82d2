/** The program: its entry point and the composition root, which starts and stops everything in order. */
@NullMarked
package dev.zonal.csi;

import org.jspecify.annotations.NullMarked;
