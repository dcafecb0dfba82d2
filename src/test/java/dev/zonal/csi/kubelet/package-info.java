/** The driver as kubelet meets it. */
@NullMarked
package dev.zonal.csi.kubelet;

import org.jspecify.annotations.NullMarked;
