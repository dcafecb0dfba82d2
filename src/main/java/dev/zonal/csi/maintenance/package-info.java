/** Use cases for operators, beside CSI: the search for what an accident left. */
@NullMarked
package dev.zonal.csi.maintenance;

import org.jspecify.annotations.NullMarked;
