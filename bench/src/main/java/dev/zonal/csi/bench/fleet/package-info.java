/**
 * A fleet that is simulated: thousands of agents in this process, each with a connection and a stream of its own, before a
 * controller that is the packaged program.
 *
 * <p>{@link dev.zonal.csi.bench.fleet.SimulatedFleet} serves them, {@code SimulatedAgent} is one of them.
 *
 * <p>What is not here: pools. What is asked of an agent is answered at once, so that all that is measured is the controller's.
 */
@NullMarked
package dev.zonal.csi.bench.fleet;

import org.jspecify.annotations.NullMarked;
