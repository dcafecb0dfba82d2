/**
 * The agent: the pools of this node for any number of controllers.
 *
 * <p>{@link dev.zonal.csi.fleet.agent.NodeAgent} runs their commands under the same locks and on the same threads as the
 * node's own use cases. {@code Following} is what one controller follows: the homes, all objects, then what changes;
 * {@code HomeReports} looks how the homes are.
 *
 * <p>What always holds: whoever follows sees every change in the end, or is told to begin anew; a follower that does not keep
 * up costs nobody else anything.
 *
 * <p>Not here: the wire ({@code fleet.wire}), and who may ask.
 */
@NullMarked
package dev.zonal.csi.fleet.agent;

import org.jspecify.annotations.NullMarked;
