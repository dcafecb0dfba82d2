/** The server on a real socket, in front of services whose behaviour the test decides. */
@NullMarked
package dev.zonal.csi.server;

import org.jspecify.annotations.NullMarked;
