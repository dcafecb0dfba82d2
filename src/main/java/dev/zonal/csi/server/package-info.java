/**
 * The gRPC servers on unix sockets and ports, and what every call passes through before a service of {@code rpc} sees it.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.server.SocketServer}: a server on a unix socket from start to stop; {@link
 *       dev.zonal.csi.server.SocketFile} is the socket in the filesystem, which one process has at a time. {@link
 *       dev.zonal.csi.server.PortServer} is one on a TCP port, {@code BoundedServer} what both have in common.
 *   <li>{@link dev.zonal.csi.server.Rpc}: the table of calls. A new RPC begins with a row in it; one that
 *       waits for a disk also calls {@code Operations.run} in its use case.
 *   <li>{@link dev.zonal.csi.server.CallGuard}: the interceptor, with admission control. It makes two halves of each call:
 *       {@link dev.zonal.csi.server.GuardedListener} runs the handler on its thread and under its deadline ({@link
 *       dev.zonal.csi.server.TimeLimit}), {@link dev.zonal.csi.server.GuardedCall} lets answers leave, and ends once.
 *   <li>{@link dev.zonal.csi.server.CallMonitor}: what is counted of a call; {@link dev.zonal.csi.server.AccessLog}: its line
 *       in the log.
 *   <li>{@link dev.zonal.csi.server.ServerThreads}: the event loop, and the virtual threads.
 * </ol>
 *
 * <p>What always holds:
 * <ul>
 *   <li>Nothing on the event loop waits: for a disk, a lock that is held for long, another thread, or whoever reads the log.
 *   <li>Every call that began ends once, within its deadline, and is counted and told then; what is sent later does not
 *       leave.
 *   <li>A handler sees no request beyond the size limits, and its exceptions become a status in {@code rpc.Statuses} alone.
 *   <li>What the schema marks as secret is in no line of the log.
 *   <li>A caller that reads slowly costs the driver a virtual thread and a bounded buffer, never a thread that disks need.
 * </ul>
 *
 * <p>Not here: what a request means ({@code rpc}), locks and the threads for disks ({@code concurrent}), and who may connect:
 * the permissions of the socket's folder decide that.
 */
@NullMarked
package dev.zonal.csi.server;

import org.jspecify.annotations.NullMarked;
