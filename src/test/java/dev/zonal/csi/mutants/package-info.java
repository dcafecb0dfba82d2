/** Whether the tests can fail: known defects are put into the driver one by one, and each has to be noticed. */
@NullMarked
package dev.zonal.csi.mutants;

import org.jspecify.annotations.NullMarked;
