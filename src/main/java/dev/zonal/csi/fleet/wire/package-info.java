/**
 * The wire between controllers and agents: gRPC, with a schema of its own (proto/fleet.proto), whose package is its version.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.fleet.wire.AgentService}: an agent is served; a line a call.
 *   <li>{@link dev.zonal.csi.fleet.wire.RemoteAgent}: an agent is asked, over one connection. {@code Failures} makes of what
 *       arrives the exception that was thrown there, or the one that says that nobody knows.
 *   <li>{@link dev.zonal.csi.fleet.wire.Certificates}: who is who, by mutual TLS whose credentials are read again.
 *   <li>{@link dev.zonal.csi.fleet.wire.EnrolmentService} and {@link dev.zonal.csi.fleet.wire.EnrollingDialer}: how an agent
 *       gets its certificate from controllers.
 *   <li>{@code ObjectMessages}, {@code CommandMessages}, {@code ReportMessages}: from record to message and back, pure.
 * </ol>
 *
 * <p>What always holds: an exception arrives as the kind that it was thrown as; a call that nobody answered for is {@code
 * OutcomeUnknown}; a deadline crosses the wire; what a newer peer says beside is ignored.
 *
 * <p>Not here: admission, deadlines and logs of the serving side ({@code server}), and when to connect ({@code
 * backend.fleet}).
 */
@NullMarked
package dev.zonal.csi.fleet.wire;

import org.jspecify.annotations.NullMarked;
