/**
 * A pool and its life: opened from a directory, a file or a disk; serving; sick where its disk fails; and serving again.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.backend.local.pool.Pool}: the states, and the one thread on which all of a pool's life runs.
 *       {@code Rhythm} says when it looks again, {@code DiskCheck} how.
 *   <li>{@link dev.zonal.csi.backend.local.pool.PoolOpening} with {@link dev.zonal.csi.backend.local.pool.PoolSpec}: what the
 *       operator gave becomes an {@link dev.zonal.csi.backend.local.pool.OpenPool}.
 *   <li>{@code BackingFile}, {@code BackingDisk}: a file through a loop device, a disk, and how each is mounted.
 *       {@code RootDirectory}: who the pool is, and whether it is fit to be one.
 *   <li>{@code Holdings}: locks, devices and mounts, given back in reverse order.
 * </ol>
 *
 * <p>What always holds: what may heal without another configuration makes a pool sick, what can't is refused with a
 * sentence ({@code Refusals}); a sick pool is tried again and stops no other; nothing that is not blank is formatted unless
 * the operator has named what it carries.
 *
 * <p>Not here: what is in the pool ({@code content}), and bringing that into order ({@code recovery}).
 */
@NullMarked
package dev.zonal.csi.backend.local.pool;

import org.jspecify.annotations.NullMarked;
