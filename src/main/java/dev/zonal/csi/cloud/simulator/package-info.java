/**
 * The simulated cloud: state machines over durable records, with a clock that can be advanced, limits, and planned faults.
 *
 * <p>In this order it reads best:
 * <ol>
 *   <li>{@link dev.zonal.csi.cloud.simulator.SimulatedCloud}: opens the cloud in a folder, and puts the parts together.
 *   <li>{@code AccountView}: the port, each method one call through the {@code Gate}: {@code TokenBuckets} limits the rate,
 *       {@code FaultSchedule} lets calls go wrong, a {@code CallWatch} is told of each. {@code WorldControl}: what is done from outside, past the gate.
 *   <li>{@code DiskLife}, {@code AttachmentLife}, {@code SnapshotLife}, {@code InstanceLife}: what each call requires, and
 *       what it notes; {@code DiskViews}: what the cloud tells of a disk, which may be what was true a while ago; {@code UnderWay}: what is not done yet.
 *   <li>{@code World} with its {@code *Record}s: all that is there, in memory and in the {@code CloudFolder}.
 *   <li>{@code Course}: what happens in the course of time; {@code DiskDevices}: disks as devices of this machine.
 * </ol>
 *
 * <p>What always holds:
 * <ul>
 *   <li>A state is computed from a record and the time: nothing has to happen for a disk to become ready. What does have to
 *       happen (devices come and go, images grow, objects vanish) is done before the next call, and by itself in time.
 *   <li>A change is durable before it is seen, and every step of the course can be repeated: a crash between any two leaves
 *       nothing that the next start does not finish.
 *   <li>All of it runs on one thread ({@code WorldThread}); only the latency of a planned fault is waited for elsewhere.
 * </ul>
 *
 * <p>Not here: the wire ({@code cloud.wire}); how a cloud is described ({@code cloud.description}); and volumes, which a driver
 * makes of disks.
 */
@NullMarked
package dev.zonal.csi.cloud.simulator;

import org.jspecify.annotations.NullMarked;
