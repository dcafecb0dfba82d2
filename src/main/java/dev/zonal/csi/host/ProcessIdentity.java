package dev.zonal.csi.host;

/**
 * Which process it is, or was: a process id alone is given to another process sooner or later.
 *
 * @param boot the kernel's id of this run of the machine
 * @param namespace the pid namespace in which the id counts, as {@code /proc/PID/ns/pid} names it
 * @param id the process id
 * @param startTicks when it began, in clock ticks since the boot (field 22 of proc_pid_stat(5))
 */
public record ProcessIdentity(String boot, String namespace, long id, long startTicks) {}
