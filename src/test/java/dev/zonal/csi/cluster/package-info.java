/** Tests of what controllers need of Kubernetes, against as much of an API server as it takes. */
@NullMarked
package dev.zonal.csi.cluster;

import org.jspecify.annotations.NullMarked;
