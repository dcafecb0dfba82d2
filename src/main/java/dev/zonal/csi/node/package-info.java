/** Use cases of the Node service: staging, publishing, expansion, statistics. */
@NullMarked
package dev.zonal.csi.node;

import org.jspecify.annotations.NullMarked;
