/** Parts of the driver by themselves, measured by JMH. */
@NullMarked
package dev.zonal.csi.bench.parts;

import org.jspecify.annotations.NullMarked;
