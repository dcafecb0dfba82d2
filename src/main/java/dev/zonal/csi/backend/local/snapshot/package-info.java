/**
 * Cutting and removing the snapshots of one pool.
 *
 * <p>{@link dev.zonal.csi.backend.local.snapshot.LocalSnapshots} is all of it: reserve the space, cut the image by a
 * copy-on-write clone (how, is for {@code image} to know), publish the record.
 *
 * <p>What always holds: what the workload had synced is in the snapshot; a cut that has been made is kept, also where its
 * caller is gone; a snapshot and its volume can be deleted in any order.
 *
 * <p>Not here: freezing and sharing blocks ({@code image}), and what a snapshot is charged ({@code space}).
 */
@NullMarked
package dev.zonal.csi.backend.local.snapshot;

import org.jspecify.annotations.NullMarked;
