/**
 * The nouns of CSI as Java records: ids, sizes, topology, capabilities, volumes, snapshots, and what can go wrong with them.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.model.Volume} and {@link dev.zonal.csi.model.Snapshot}, with {@link dev.zonal.csi.model.VolumeId}
 *       and {@link dev.zonal.csi.model.HomeId}: an id is made of the caller's name and of the home where the object lives.
 *   <li>{@link dev.zonal.csi.model.Contents}: what a volume carries, so that nothing is formatted twice.
 *   <li>{@link dev.zonal.csi.model.CapacityRange} and {@link dev.zonal.csi.model.Sizing}: from a range to the one size.
 *   <li>{@link dev.zonal.csi.model.Topology} and {@link dev.zonal.csi.model.TopologyRequirement}.
 *   <li>{@link dev.zonal.csi.model.StorageException}: sealed, one case for each code of the CSI error scheme.
 * </ol>
 *
 * <p>What always holds: a record that exists is valid (its constructor refuses anything else), nothing can be changed, and
 * only the JDK is imported.
 *
 * <p>Not here: messages of the wire ({@code rpc}), records on the disk ({@code store}, {@code backend.local.content}).
 */
@NullMarked
package dev.zonal.csi.model;

import org.jspecify.annotations.NullMarked;
