/** Registration with kubelet's plugin watcher, and where the node is by its labels. */
@NullMarked
package dev.zonal.csi.kubelet;

import org.jspecify.annotations.NullMarked;
