/** The wire against the schema's facts, and each service over pools on a simulated host. */
@NullMarked
package dev.zonal.csi.rpc;

import org.jspecify.annotations.NullMarked;
