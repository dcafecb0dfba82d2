/**
 * How the log is written: one line for each event, as text or as JSON, on standard error.
 *
 * <p>To be read in this order: {@link dev.zonal.csi.logging.Logging} configures logback by code, since format and level are
 * settings, and brings the logs of libraries along that write through java.util.logging;
 * {@link dev.zonal.csi.logging.InitialLogging} is the same for the time before the settings are known.
 * {@link dev.zonal.csi.logging.LineEncoder} says what a line holds, and how much of it at most;
 * {@link dev.zonal.csi.logging.TextEncoder} and {@link dev.zonal.csi.logging.JsonEncoder} say in which form.
 *
 * <p>What holds: whatever is logged, also a message from outside with line ends or control characters in it, stays within
 * one line of bounded length that could not be taken for another one ({@link dev.zonal.csi.logging.Escaped}). Libraries are
 * heard from warnings on.
 *
 * <p>Not here: what is logged of a call, and that no secret is among it ({@code server}).
 */
@NullMarked
package dev.zonal.csi.logging;

import org.jspecify.annotations.NullMarked;
