/**
 * The local disks of many nodes as one backend: each call goes to the agent that has the home in the id.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.backend.fleet.FleetBackend}: the port, answered from what the agents have reported.
 *   <li>{@code AgentLink}: one agent: follows its reports, knows whether it can be asked, and comes back to it with a {@code
 *       Backoff} where it can't.
 *   <li>{@code AgentView}: what one agent has reported and answered, in the order in which that was seen there.
 * </ol>
 *
 * <p>What always holds:
 * <ul>
 *   <li>Nothing is kept but what agents report; after a start everything is asked for anew. Any number of controllers do so
 *       at once, and none of them knows of another.
 *   <li>What nobody has reported yet is Unavailable, never NotFound. What was reported by an agent that is away is still
 *       listed.
 *   <li>An agent that is away is refused at once, by its name, and holds no thread.
 *   <li>A command whose answer is missing is OutcomeUnknown: nobody tries another place for it.
 * </ul>
 *
 * <p>Not here: the wire ({@code fleet.wire}), and where a volume is to be placed ({@code controller}).
 */
@NullMarked
package dev.zonal.csi.backend.fleet;

import org.jspecify.annotations.NullMarked;
