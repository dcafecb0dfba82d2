/**
 * How work of many callers runs side by side: keyed locks, deadlines, a bounded thread pool, and roll-back. It knows nothing
 * of volumes but their ids, and nothing of gRPC.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.concurrent.Operations}: how a use case runs its work, and where the other classes meet.
 *   <li>{@link dev.zonal.csi.concurrent.KeyedLocks} with {@link dev.zonal.csi.concurrent.Claim}: which objects an operation
 *       has for itself, or shares with others that read them.
 *   <li>{@link dev.zonal.csi.concurrent.Deadline}: until when the caller waits, and the safe points at which work may stop.
 *   <li>{@link dev.zonal.csi.concurrent.BoundedThreads}: the platform threads that make system calls, or the virtual ones
 *       that wait for a network, a set of them for each home ({@link dev.zonal.csi.concurrent.FaultDomains}, the bulkhead pattern).
 *   <li>{@link dev.zonal.csi.concurrent.RollBack}: what is undone when a later step fails. It stands for itself.
 * </ol>
 *
 * <p>What always holds:
 * <ul>
 *   <li>No lock is waited for. A busy object is ABORTED at once, a full queue UNAVAILABLE at once.
 *   <li>All locks of an operation are taken, or none; and they are held until its work has ended, whoever still waits.
 *   <li>Work runs under its caller's deadline, and as a part of its caller's span, on whichever thread it is.
 *   <li>Work that makes system calls runs on platform threads, never on a virtual one, whose carrier it would block.
 *   <li>Work on a bounded thread does not wait for other work on those threads: that could wait for itself.
 * </ul>
 *
 * <p>Not here: which thread a call arrives on and how it is answered in time ({@code server}), and locks between processes
 * ({@code backend.local} has one on each pool).
 */
@NullMarked
package dev.zonal.csi.concurrent;

import org.jspecify.annotations.NullMarked;
