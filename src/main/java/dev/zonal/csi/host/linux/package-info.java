/**
 * The ports of {@code host} on Linux, by direct system calls through {@code java.lang.foreign}: the only room that sees
 * foreign memory.
 *
 * <p>In which order to read it:
 *
 * <ol>
 *   <li>{@link dev.zonal.csi.host.linux.LinuxHost}, the door: one method for each port.
 *   <li>{@code Syscall}, the one place that calls native code, reads errno and turns it into an exception; {@code Ioctl},
 *       the numbers of requests; {@code Descriptor}, an open file and what can be done with it.
 *   <li>One implementation for each port: {@code LinuxFileTree}, {@code LinuxLoopDevices}, {@code LinuxMounts},
 *       {@code LinuxFilesystems}, {@code LinuxProcesses}.
 *   <li>What these stand on. Mounts: {@code MountCalls} changes them; {@code KernelMount} and {@code DeviceMounts} ask
 *       the kernel about one, or about those of a device, and {@code MountInfo} reads the whole table where the kernel is
 *       too old for that. Filesystems: {@code Superblocks} and the class of each type tell from a device's bytes what is
 *       on it, {@code FilesystemTools} runs the programs that make and repair them, {@code MountedGrowth} grows them.
 *       Loop devices: {@code LoopStatus} is what the kernel says of one, {@code LoopNodes} where they are found.
 * </ol>
 *
 * <p>Invariants: each structure's layout is cited with the header that defines it, and a wrong size is refused by the
 * kernel; memory lives in an arena of the call that needs it; a mistake in a binding is an {@code AssertionError}, never
 * taken for an error of the machine; paths are not followed over a symbolic link at their end. x86_64 and aarch64 are
 * known, each number for both.
 *
 * <p>Deliberately not here: libraries of C beside the C library's own syscall(2), and anything kept from one call to the
 * next but what the loop devices are, which is asked again before it is believed.
 */
@NullMarked
package dev.zonal.csi.host.linux;

import org.jspecify.annotations.NullMarked;
