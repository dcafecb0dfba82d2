/** A CSI client on a unix socket. */
@NullMarked
package dev.zonal.csi.client;

import org.jspecify.annotations.NullMarked;
