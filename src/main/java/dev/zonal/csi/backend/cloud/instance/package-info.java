/**
 * Disks that have come to an instance, as the devices of a node.
 *
 * <p>Read {@link dev.zonal.csi.backend.cloud.instance.InstanceVolumes} first: what the node asks of the backend. {@code
 * KnownVolumes} remembers which disk a volume is, from the first call that brings it until it is unstaged; {@code
 * StagedNote} is what is remembered of one. {@link dev.zonal.csi.backend.cloud.instance.InstanceRegistration}: this machine
 * as an instance.
 *
 * <p>What always holds: a device is found by its serial and by nothing else; what a volume carries is noted on the disk
 * itself before it is so, where the next instance reads it; and no read that may be old decides whether a filesystem is made.
 *
 * <p>Not here: mounts and filesystems ({@code node}).
 */
@NullMarked
package dev.zonal.csi.backend.cloud.instance;

import org.jspecify.annotations.NullMarked;
