/**
 * The floor: what the machine takes for the same promises, by direct system calls in the process that measures.
 *
 * <p>{@link dev.zonal.csi.bench.floor.Floor} holds the three of them: a gRPC server that answers with nothing, durable
 * objects as the pool makes them (written, synced, renamed), and loop devices with mounts as an operator would set them
 * up who wants them fast.
 *
 * <p>What holds here: everything is as durable as the driver's own, and as quick as it can be made by hand; a floor that
 * cuts corners, or dawdles, makes every ratio a lie.
 *
 * <p>What is not here: anything of the driver beyond its bindings to system calls.
 */
@NullMarked
package dev.zonal.csi.bench.floor;

import org.jspecify.annotations.NullMarked;
