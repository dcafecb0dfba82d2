/** Durable records: one directory per object, published by one rename, with a recovery scan at start. */
@NullMarked
package dev.zonal.csi.store;

import org.jspecify.annotations.NullMarked;
