@NullMarked
package dev.zonal.csi.peer;

import org.jspecify.annotations.NullMarked;
