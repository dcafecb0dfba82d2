/** The gRPC server on a unix socket and what every call passes through. */
@NullMarked
package dev.zonal.csi.server;

import org.jspecify.annotations.NullMarked;
