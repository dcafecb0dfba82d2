/**
 * Use cases of the Controller service: what CreateVolume, CreateSnapshot and their kin mean, whatever storage lies below.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.controller.Volumes}: each use case is claim, compare, place, call the backend.
 *       {@link dev.zonal.csi.controller.Snapshots} has the same shape.
 *   <li>{@link dev.zonal.csi.controller.Compatibility}: does what exists satisfy what is asked? This is idempotency.
 *   <li>{@code PlaceChoice}: where it is made. {@code Placement} says which homes a volume may live on, best first; {@code
 *       PodPlacement} on which of them its pod gets to it, by what the port {@link
 *       dev.zonal.csi.controller.ClaimConsumers} knows of the pod.
 *   <li>{@code NewContents}: what a volume starts with, and how large that makes it.
 *   <li>{@link dev.zonal.csi.controller.Homes}: whose an id is, and what an operator has given up.
 *       {@code Paging}: lists whose tokens stay good while objects come and go.
 * </ol>
 *
 * <p>What always holds:
 * <ul>
 *   <li>The first thing that a use case with effects does is to claim the names and ids that it touches.
 *   <li>Nothing is kept here between two calls: the backend is the truth. But what a home was asked to make and has not
 *       answered is remembered ({@code CreationsInDoubt}), so that it is made nowhere else meanwhile.
 *   <li>{@code Compatibility}, {@code Placement} and {@code PodPlacement} are pure, and tested by tables and properties.
 *   <li>A volume is made where its pod can't run only where that can't be known.
 * </ul>
 *
 * <p>Not here: the shape of messages ({@code rpc}), threads and locks themselves ({@code concurrent}), and how a volume is
 * made ({@code backend.local}). No class of {@code node} is called from here.
 */
@NullMarked
package dev.zonal.csi.controller;

import org.jspecify.annotations.NullMarked;
