/** Registration with kubelet's plugin watcher. */
@NullMarked
package dev.zonal.csi.kubelet;

import org.jspecify.annotations.NullMarked;
