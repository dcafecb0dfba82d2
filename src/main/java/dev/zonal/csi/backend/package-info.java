/**
 * The port behind which volumes and snapshots live; its Javadoc is the contract of every backend.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.backend.StorageBackend}: what the controller asks. Start with the promises of its first
 *       paragraph: durable, all or nothing, known by id, cheap to ask, any order.
 *   <li>{@link dev.zonal.csi.backend.Home}: a place where volumes live, with {@link dev.zonal.csi.backend.HomeState}
 *       (opening, serving, sick) and {@link dev.zonal.csi.backend.Capacity}.
 *   <li>{@link dev.zonal.csi.backend.Feature}: what not every backend offers.
 *   <li>{@link dev.zonal.csi.backend.VolumeDevices}: what the node asks, a block device for a volume.
 * </ol>
 *
 * <p>{@link dev.zonal.csi.backend.AgentStatus} tells people how a node is whose pools are reached over the network.
 *
 * <p>What always holds: a call that throws leaves nothing behind; nothing half-made is ever listed; a home that fails stops
 * no other. One abstract contract test is extended by every implementation.
 *
 * <p>Not here: locks, placement and idempotency, which are the same for every backend ({@code controller},
 * {@code concurrent}), and whatever assumes that the data is on this machine, such as the search for what an accident left
 * ({@code maintenance}).
 */
@NullMarked
package dev.zonal.csi.backend;

import org.jspecify.annotations.NullMarked;
