/** The driver against a pure model of the CSI spec: random sequences, and histories of many callers. */
@NullMarked
package dev.zonal.csi.conformance;

import org.jspecify.annotations.NullMarked;
