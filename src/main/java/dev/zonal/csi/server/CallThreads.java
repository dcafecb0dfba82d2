package dev.zonal.csi.server;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * On which thread a call runs. It arrives on that of the sockets, and whatever changes its thread takes longer than many
 * an answer: so what memory may answer is tried there first.
 */
final class CallThreads {
    /** Answered from memory; whoever watches the driver has to get an answer however busy it is. */
    private static final Set<String> FROM_MEMORY = Set.of(
            "Probe",
            "GetPluginInfo",
            "GetPluginCapabilities",
            "ControllerGetCapabilities",
            "NodeGetCapabilities",
            "NodeGetInfo",
            "GetInfo",
            "NotifyRegistrationStatus");

    /** Often answered from memory. What they ask of a disk stands behind {@code AtOnce.endsHere()}. */
    private static final Set<String> TRIED_AT_ONCE = Set.of(
            "CreateVolume",
            "CreateSnapshot",
            "ValidateVolumeCapabilities",
            "GetCapacity",
            "ControllerGetVolume",
            "GetSnapshot",
            "ListSnapshots");

    /**
     * They have no effects, or look at everything that there is; where the threads for operations hang on a disk, they are
     * answered.
     */
    private static final Set<String> WITHOUT_EFFECTS = Set.of(
            "ValidateVolumeCapabilities",
            "GetCapacity",
            "ControllerGetVolume",
            "GetSnapshot",
            "ListVolumes",
            "ListSnapshots",
            "FindGarbage");

    private final ServerThreads threads;
    private final Executor operations;

    /** @param operations for calls that have effects; refuses where it has too many */
    CallThreads(ServerThreads threads, Executor operations) {
        this.threads = threads;
        this.operations = operations;
    }

    static boolean isFromMemory(String method) {
        return FROM_MEMORY.contains(method);
    }

    static boolean mayAnswerAtOnce(String method) {
        return isFromMemory(method) || TRIED_AT_ONCE.contains(method);
    }

    /** Runs that on the thread of the sockets, after so long. */
    Future<?> after(Duration delay, Runnable task) {
        return threads.eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Where the call may wait. */
    Executor of(String method) {
        return WITHOUT_EFFECTS.contains(method) ? threads.calls() : operations;
    }
}
