package dev.zonal.csi.host.linux;

import java.util.Arrays;

/**
 * How many system calls this process has made through the one place that makes them.
 *
 * @param all but for the questions about single mounts: a search asks one or two about each mount that the machine has,
 *     which is no property of the call that searches
 * @param syncs those of them that wait for a disk: fsync and syncfs
 */
public record NativeCalls(long all, long syncs) {
    public static NativeCalls soFar() {
        return new NativeCalls(
                Arrays.stream(Syscall.values())
                        .filter(call -> call != Syscall.STATMOUNT)
                        .mapToLong(Syscall::made)
                        .sum(),
                Syscall.FSYNC.made() + Syscall.SYNCFS.made());
    }

    public NativeCalls since(NativeCalls before) {
        return new NativeCalls(all - before.all, syncs - before.syncs);
    }
}
