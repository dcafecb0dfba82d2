/**
 * Freezing a filesystem so that no freeze outlives its driver.
 *
 * <p>A frozen filesystem (FIFREEZE, ioctl_fsfreeze(2)) lets nobody write until somebody thaws it, and the kernel does
 * not do that when the process that froze it ends: writers would wait for ever, in a state in which they can't even be
 * killed. A driver may be killed at any instant, alone or with its whole container. So:
 *
 * <ol>
 *   <li>{@link dev.zonal.csi.host.freeze.NotedFreezes} stands around the port of the filesystems. It writes a note to the
 *       run directory before it freezes, and removes it after the thaw. A watchdog in a session of its own thaws at
 *       once where the driver alone dies.
 *   <li>{@link dev.zonal.csi.host.freeze.LeftFrozen} is for the start: what the notes of drivers name that have ended is
 *       thawed, before anything else touches those filesystems.
 *   <li>{@code FreezeNotes} and {@code FreezeNote} are the directory of the notes, and what one says.
 * </ol>
 *
 * <p>Invariants: there is no freeze of ours without a note on the disk; a note is acted on only where its driver has
 * ended, and where the device that it names still stands over the file that it names. So what another driver or an
 * administrator holds frozen stays frozen.
 *
 * <p>Deliberately not here: when to freeze, which is for who cuts snapshots to say; and the system calls.
 */
@NullMarked
package dev.zonal.csi.host.freeze;

import org.jspecify.annotations.NullMarked;
