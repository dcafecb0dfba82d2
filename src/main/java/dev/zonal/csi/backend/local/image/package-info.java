/** Image files as loop devices of this node, and copy-on-write clones of images that may be in use. */
@NullMarked
package dev.zonal.csi.backend.local.image;

import org.jspecify.annotations.NullMarked;
