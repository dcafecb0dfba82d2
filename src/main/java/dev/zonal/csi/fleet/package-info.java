/**
 * What a controller and the agents of its fleet are to each other, without a word about the wire.
 *
 * <p>An agent is the driver of one node: it holds the pools and the locks. A controller is one of any number of processes
 * that send it commands and follow what becomes of its homes.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.fleet.Agent}: what a controller asks of an agent; its Javadoc is the contract.
 *   <li>{@link dev.zonal.csi.fleet.Report}: what an agent tells those who follow it, and {@link
 *       dev.zonal.csi.fleet.HomeReport}, how one of its homes is.
 *   <li>{@link dev.zonal.csi.fleet.Effect}: what a command answers, with the number that orders it among the reports.
 *   <li>{@link dev.zonal.csi.fleet.AgentSession}: an agent as it is reached over one connection.
 * </ol>
 *
 * <p>Not here: the agent itself ({@code fleet.agent}), the messages between both ({@code fleet.wire}), and what a controller
 * makes of the reports ({@code backend.fleet}).
 */
@NullMarked
package dev.zonal.csi.fleet;

import org.jspecify.annotations.NullMarked;
