/**
 * What Kubernetes knows of the pods that will use a claim: the implementation of the port {@code ClaimConsumers}.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.scheduling.PodViews}: the questions, in their order, and what becomes of each answer.
 *   <li>{@code NodeFit}: why a pod can't run on a node; with {@code NodeTerms}, {@code PodRequests} and {@code Quantities}
 *       below it, pure.
 *   <li>{@code OtherClaims}: where the other volumes of the pods are, or will be made.
 *   <li>{@code ApiReader}: GETs of the API server, within one budget of time.
 * </ol>
 *
 * <p>What always holds: nothing here throws to its caller, nothing takes longer than the budget, nothing is written to
 * Kubernetes, and nothing is kept between two questions: neither threads nor connections. What can't be read becomes a
 * doubt in the view.
 *
 * <p>Not here: what is decided from it, which is {@code controller.PodPlacement}'s. A scheduler knows more than is looked at
 * here (affinity between pods, topology spread, volume limits, extended resources); what a pod says of these is named as
 * a doubt where it could matter.
 */
@NullMarked
package dev.zonal.csi.scheduling;

import org.jspecify.annotations.NullMarked;
