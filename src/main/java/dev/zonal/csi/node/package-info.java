/**
 * The use cases of the Node service: volumes of this node's pools become devices and mounts, are looked at, grow, and are
 * taken away again.
 *
 * <p>Each call is an "ensure": it asks the kernel what there is, does what is missing, and can be repeated after a crash
 * at any point. Nothing is remembered here between calls. What is staged and published is what the mount table and the
 * loop devices say, and the volume's own record says no more than whether a mkfs was begun, or ended.
 *
 * <p>Read {@link dev.zonal.csi.node.Staging} first (a volume becomes a device, with a filesystem where asked), then
 * {@link dev.zonal.csi.node.Publishing} (it is shown at a workload's path). What both ask the kernel is in {@code
 * VolumeMounts}. The filesystem: {@code FilesystemMaking} decides what a volume carries and makes it at most once, {@code
 * FilesystemUpkeep} repairs and grows it, {@link dev.zonal.csi.node.VolumeFilesystem} mounts it. {@link
 * dev.zonal.csi.node.Expansion} and {@link dev.zonal.csi.node.Statistics} stand by themselves.
 *
 * <p>What holds in all of it:
 *
 * <ul>
 *   <li>A mount is the volume's where the file behind its device is the volume's image, as the kernel says; anything else
 *       is left alone, and the caller is told whose it seems to be.
 *   <li>An empty directory or file is removed where a mount of the volume was just taken away from it, or where kubelet
 *       keeps that path for what a driver publishes ({@link dev.zonal.csi.node.KubeletFolder}). Nothing else proves that
 *       the driver made it, so nothing else is removed.
 *   <li>Taking away asks no disk of a pool: it works when the disk is dead.
 *   <li>A path of a request is looked at before anything is done to it ({@link dev.zonal.csi.node.TargetPaths}).
 *   <li>Under a filesystem that is mounted anywhere nothing is made, repaired or grown offline, and no raw device is given
 *       out beside it.
 * </ul>
 *
 * <p>Not here: what a device is made of (the backend's), what a request looks like on the wire ({@code rpc}), and anything
 * that another node would have to be asked.
 */
@NullMarked
package dev.zonal.csi.node;

import org.jspecify.annotations.NullMarked;
