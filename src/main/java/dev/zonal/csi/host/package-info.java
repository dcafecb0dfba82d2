/**
 * Ports to the operating system of one node, and the running of programs.
 *
 * <p>Everything that the driver does to a host goes through four ports, which {@link dev.zonal.csi.host.Host} holds
 * together: {@link dev.zonal.csi.host.FileTree} for files and directories, {@link dev.zonal.csi.host.LoopDevices},
 * {@link dev.zonal.csi.host.Mounts} and {@link dev.zonal.csi.host.Filesystems}. Read them in this order; the Javadoc of
 * each is its contract: what a call does, what is left after it failed, and which errno says what. Two more ports are
 * about processes: {@link dev.zonal.csi.host.Watchdogs}, for what has to happen when this process dies, and
 * {@link dev.zonal.csi.host.Processes}, for whether another one lives. {@link dev.zonal.csi.host.ProcessCommands} runs
 * programs (mkfs, e2fsck, …) to their end, {@link dev.zonal.csi.host.BackgroundProgram} one that goes on.
 *
 * <p>The ports stand here, and not beside their one real implementation in {@code host.linux}, because there is a second
 * one: the tests have a simulated host that fails, stops and loses its power at every step. So each method is one effect
 * that a crash can fall before or after.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Every failure is a {@link dev.zonal.csi.host.HostException} with the errno. What it means to a caller is for the
 *       use case to decide; nothing here knows of CSI.
 *   <li>Nothing is durable until it was synced, and nothing remembers: the kernel is asked each time.
 *   <li>Loop devices are known by the file behind them, as (device, inode), never by a path.
 *   <li>Any call may block as long as a disk does, and so none is made on a thread that serves others.
 * </ul>
 *
 * <p>Deliberately not here: which filesystem a volume gets and when it may be made ({@code node}), what lies where in a
 * pool ({@code backend.local}), records ({@code store}).
 */
@NullMarked
package dev.zonal.csi.host;

import org.jspecify.annotations.NullMarked;
