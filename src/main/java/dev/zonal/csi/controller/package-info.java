/**
 * Use cases of the Controller service: what CreateVolume, CreateSnapshot and their kin mean, whatever storage lies below.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.controller.Volumes}: each use case is claim, compare, place, call the backend.
 *       {@link dev.zonal.csi.controller.Snapshots} has the same shape.
 *   <li>{@link dev.zonal.csi.controller.Compatibility}: does what exists satisfy what is asked? This is idempotency.
 *   <li>{@code Placement}: which homes a volume may live on, best first. {@code NewContents}: what it starts with, and how
 *       large that makes it.
 *   <li>{@link dev.zonal.csi.controller.Homes}: whose an id is, and what an operator has given up.
 *       {@code Paging}: lists whose tokens stay good while objects come and go.
 * </ol>
 *
 * <p>What always holds:
 * <ul>
 *   <li>The first thing that a use case with effects does is to claim the names and ids that it touches.
 *   <li>Nothing is kept here between two calls: the backend is the truth.
 *   <li>{@code Compatibility} and {@code Placement} are pure, and tested by tables and properties.
 * </ul>
 *
 * <p>Not here: the shape of messages ({@code rpc}), threads and locks themselves ({@code concurrent}), and how a volume is
 * made ({@code backend.local}). No class of {@code node} is called from here.
 */
@NullMarked
package dev.zonal.csi.controller;

import org.jspecify.annotations.NullMarked;
