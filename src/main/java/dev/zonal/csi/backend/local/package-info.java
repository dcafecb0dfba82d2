/**
 * Volumes and snapshots as image files on reflink-capable pools of this node.
 *
 * <p>{@link dev.zonal.csi.backend.local.LocalBackend} routes each call to the pool that the id names. The rooms below it,
 * in the order in which to read them:
 *
 * <ul>
 *   <li>{@code content}: what a pool holds: its layout and records on the disk, the index of them in memory
 *   <li>{@code space}: space accounting: what is promised, what is free
 *   <li>{@code image}: images as loop devices, and consistent copies of images in use
 *   <li>{@code volume}, {@code snapshot}: making, growing and removing them
 *   <li>{@code recovery}: what a start finishes or removes before anybody is answered
 *   <li>{@code stray}: what an operator's accident left, for {@code zonal gc}
 *   <li>{@code pool}: a pool and its life: how it is opened, what it holds of its node, how it is given back
 * </ul>
 */
@NullMarked
package dev.zonal.csi.backend.local;

import org.jspecify.annotations.NullMarked;
