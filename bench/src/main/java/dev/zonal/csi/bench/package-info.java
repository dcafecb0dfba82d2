/** What the driver takes, beside what the machine itself takes for the same promise, in one run. */
@NullMarked
package dev.zonal.csi.bench;

import org.jspecify.annotations.NullMarked;
