/** Events as lines. */
@NullMarked
package dev.zonal.csi.logging;

import org.jspecify.annotations.NullMarked;
