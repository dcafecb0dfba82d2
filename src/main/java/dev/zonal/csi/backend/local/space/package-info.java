/**
 * Space accounting of one pool (storage reservation): what is promised, what is free, what can still be promised.
 *
 * <p>The question that this room answers is how much a pool may offer, so that at an over-commit of 1.0 no writer of any
 * volume ever meets a full disk. On copy-on-write storage neither what is free says so (a volume may still rewrite what it
 * shares with a snapshot) nor what files have allocated (a shared block is in each of them). The answer stands in
 * {@link dev.zonal.csi.backend.local.space.Ledger}, with its reason; read that first. A user's words for it, with an
 * example, are in {@code docs/space.md}.
 *
 * <p>Then, in this order:
 *
 * <ul>
 *   <li>{@code Charge}: what one object costs, a volume its capacity, a snapshot what it holds
 *   <li>{@code FilesystemNeeds}: what is held back for extent maps, records, and writes on their way
 *   <li>{@code Reservation}: a promise until it is kept, or taken back
 *   <li>{@code Occupancy}: what the disk says at one moment, and {@code FreeSpace}, which asks it
 *   <li>{@code ImageSpace} and {@code SharedBlocks}: what images have on the disk, a shared block once, by their extents
 *   <li>{@code SpaceSource}: pools that take their blocks from one filesystem count each other's promises
 * </ul>
 *
 * <p>INVARIANTS: offered + promised and not written &lt;= free, whatever was cut, copied, grown, removed or restarted, and
 * whatever others write beside the pool. Where something is not known exactly, less is offered and never more. The ledger
 * knows neither disk nor clock, and {@code FreeSpace} knows no promises.
 *
 * <p>Not here: when something is charged and struck (the rooms that make and remove it), and the size of a volume
 * ({@code model.Sizing}).
 */
@NullMarked
package dev.zonal.csi.backend.local.space;

import org.jspecify.annotations.NullMarked;
