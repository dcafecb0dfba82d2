/**
 * What the controllers of a fleet need of the Kubernetes that they run in: where the agents are, whose a token is, and where
 * the authority is kept that signs the certificates of agents.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.cluster.AgentPods}: the nodes that have a driver, and the address of its pod.
 *   <li>{@link dev.zonal.csi.cluster.TokenReviews}: which pod of which node a token was made for.
 *   <li>{@link dev.zonal.csi.cluster.AuthoritySecret}: one authority for all controllers, whichever was the first.
 *   <li>{@link dev.zonal.csi.cluster.LeaderLease}: which of several controllers does what one alone may do.
 *   <li>{@link dev.zonal.csi.cluster.ApiClient}: single requests to the API server.
 * </ol>
 *
 * <p>What always holds: without Kubernetes nothing of this room is loaded; it writes to three objects alone, the Secret and
 * the ConfigMap of the authority and a Lease, and over nobody's newer version of them.
 *
 * <p>Not here: what the pools have room for ({@code cluster.capacity}), where the pods can run that will use a claim ({@code scheduling}), and what a node asks of Kubernetes ({@code
 * kubelet}).
 */
@NullMarked
package dev.zonal.csi.cluster;

import org.jspecify.annotations.NullMarked;
