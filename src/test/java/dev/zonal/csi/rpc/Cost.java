package dev.zonal.csi.rpc;

import com.sun.management.ThreadMXBean;
import dev.zonal.csi.host.CountedPrograms;
import dev.zonal.csi.host.linux.NativeCalls;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/**
 * What one call of a kind costs, on the average of several.
 *
 * @param syncs fsync and syncfs
 * @param programs processes that were started
 * @param nativeCalls all system calls that the driver made itself
 * @param bytes allocated in the whole process, so also by the client in it
 */
record Cost(double syncs, double programs, double nativeCalls, double bytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    static Cost of(CountedPrograms programs, int times, IntConsumer call) {
        NativeCalls nativeBefore = NativeCalls.soFar();
        int startedBefore = programs.started();
        long bytesBefore = THREADS.getTotalThreadAllocatedBytes();
        for (int i = 0; i < times; i++) {
            call.accept(i);
        }
        double bytes = THREADS.getTotalThreadAllocatedBytes() - bytesBefore;
        NativeCalls made = NativeCalls.soFar().since(nativeBefore);
        double started = programs.started() - startedBefore;
        return new Cost((double) made.syncs() / times, started / times, (double) made.all() / times, bytes / times);
    }
}
