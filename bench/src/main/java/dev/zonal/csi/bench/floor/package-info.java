/** What the machine takes for the same promises, by direct system calls. */
@NullMarked
package dev.zonal.csi.bench.floor;

import org.jspecify.annotations.NullMarked;
