/**
 * Crash recovery: what a start finishes, removes or names as damaged before a pool serves.
 *
 * <p>Read {@link dev.zonal.csi.backend.local.recovery.Recovery}; {@code ParallelReading} reads the records several at a
 * time, and {@code ReadResult} keeps a failure until it is its object's turn.
 *
 * <p>What always holds: run again after a crash in its midst it comes to the same; one unreadable object keeps no other from
 * being served; nothing is removed but what lies in {@code tmp/}.
 *
 * <p>Not here: the crash safety of each operation itself, which needs recovery only for what a killed process left
 * ({@code store} has the way in which objects come and go).
 */
@NullMarked
package dev.zonal.csi.backend.local.recovery;

import org.jspecify.annotations.NullMarked;
