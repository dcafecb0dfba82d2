/**
 * What the pools have room for, as the scheduler of a large cluster reads it: one object for each bucket of sizes and
 * StorageClass, which selects the nodes that are labelled with that bucket, instead of one for each node and class.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.cluster.capacity.Bucket}: the row of sizes.
 *   <li>{@link dev.zonal.csi.cluster.capacity.Space}: what classes take from, and the label for it.
 *   <li>{@link dev.zonal.csi.cluster.capacity.SteadyBuckets}: when a label changes.
 *   <li>{@link dev.zonal.csi.cluster.capacity.CapacityPlan}: what is to be written, in which order.
 *   <li>{@link dev.zonal.csi.cluster.capacity.BucketPublisher}: looks, plans and writes, while it leads.
 *   <li>{@link dev.zonal.csi.cluster.capacity.FormerLabels}: what is left on nodes when the provisioner publishes again.
 * </ol>
 *
 * <p>What always holds: no node is said to have room that it has not; of nodes only the labels of this driver's spaces are
 * written, and of objects only those that are this driver's.
 */
@NullMarked
package dev.zonal.csi.cluster.capacity;

import org.jspecify.annotations.NullMarked;
