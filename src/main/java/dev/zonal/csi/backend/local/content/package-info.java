/**
 * What one pool holds: its layout and records on the disk, and the index of them in memory.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.backend.local.content.Layout}: where everything stands in a pool.
 *   <li>{@link dev.zonal.csi.backend.local.content.VolumeRecord} and
 *       {@link dev.zonal.csi.backend.local.content.SnapshotRecord}: what their records say.
 *   <li>{@link dev.zonal.csi.backend.local.content.ObjectIndex}: every question about what there is is answered from it.
 *   <li>{@link dev.zonal.csi.backend.local.content.DamagedObjects}: what stands there and can't be used.
 *   <li>{@link dev.zonal.csi.backend.local.content.PoolParts}: what the rooms for volumes and snapshots share.
 * </ol>
 *
 * <p>What always holds: the index is filled before the pool serves, and told of a change after that is durable; asking it
 * touches no disk.
 *
 * <p>Not here: who fills it ({@code recovery}), who changes it ({@code volume}, {@code snapshot}).
 */
@NullMarked
package dev.zonal.csi.backend.local.content;

import org.jspecify.annotations.NullMarked;
