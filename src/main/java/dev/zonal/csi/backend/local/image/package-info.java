/**
 * Image files as loop devices of this node, and copy-on-write clones of images that may be in use.
 *
 * <p>Read {@code Attachments} first: which loop device stands over which image, asked of the kernel each time. Then
 * {@code ConsistentCut}, which brings what was written to an image into its clone: it syncs or freezes the filesystem on
 * it, or flushes the raw device, and clones. {@code PreCopy} is what keeps writers from waiting for that clone where the
 * image lies in many extents.
 *
 * <p>Invariants: a clone is of one moment, because its last step is one call to the filesystem of the pool; nothing that
 * was durable for the workload before the cut is missing in it; whatever is frozen is thawed, also on a failure. What a
 * cut took long to make is never thrown away because its caller is gone.
 *
 * <p>Not here: what a clone is charged, and the record that makes it a snapshot or a volume. Those who call this have the
 * volume for themselves, or share it with those who only read it.
 */
@NullMarked
package dev.zonal.csi.backend.local.image;

import org.jspecify.annotations.NullMarked;
