/**
 * What the driver needs of Kubernetes itself: kubelet's plugin registration, and the labels of this node as its topology.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.kubelet.KubeletRegistration}: a socket in the folder that kubelet watches, served by
 *       {@code RegistrationService}. The node is ready when kubelet has taken it.
 *   <li>{@link dev.zonal.csi.kubelet.NodePlace}: which labels of the node name its place, read once at the start;
 *       {@link dev.zonal.csi.kubelet.PlaceWatch} notices later changes and warns.
 *   <li>{@code ApiServer}, {@code ServiceAccount}: one GET with the pod's own token.
 * </ol>
 *
 * <p>What always holds: without Kubernetes nothing of this room is loaded; the topology that was told at the start stays
 * until the driver is started anew.
 *
 * <p>Not here: a client of Kubernetes with watches and caches, which would cost every node more memory than the driver.
 */
@NullMarked
package dev.zonal.csi.kubelet;

import org.jspecify.annotations.NullMarked;
