/** The packaged program under eight workers, killed and cut off from its disk, and what it has to keep all the same. */
@NullMarked
package dev.zonal.csi.driver.crash;

import org.jspecify.annotations.NullMarked;
