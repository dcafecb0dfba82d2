/**
 * A cloud as a port: regions, zones, instances, disks, snapshots, attachments. The Javadoc of {@link
 * dev.zonal.csi.cloud.Cloud} is the contract of every implementation.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.cloud.Cloud}: the calls, and what holds for all of them.
 *   <li>{@link dev.zonal.csi.cloud.Disk}, {@link dev.zonal.csi.cloud.DiskAttachment} and {@link
 *       dev.zonal.csi.cloud.DiskSnapshot}: what it tells of; {@link dev.zonal.csi.cloud.CloudOffer}: what it sells.
 *   <li>{@link dev.zonal.csi.cloud.CloudException}: what a call fails with.
 *   <li>{@link dev.zonal.csi.cloud.CloudControl}: what is done to a simulated cloud from outside, and {@link
 *       dev.zonal.csi.cloud.FaultPlan}, which of its calls go wrong.
 * </ol>
 *
 * <p>What holds: records that can't be changed, and no word of CSI: a disk here is what a driver makes a volume of.
 *
 * <p>Not here: the simulated cloud ({@code cloud.simulator}), how one is described ({@code cloud.description}), and how it is
 * reached from another process ({@code cloud.wire}).
 */
@NullMarked
package dev.zonal.csi.cloud;

import org.jspecify.annotations.NullMarked;
