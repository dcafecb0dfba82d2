package dev.zonal.csi.node;

import dev.zonal.csi.backend.VolumeDevices;
import dev.zonal.csi.model.VolumeId;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes mounts and devices away, and waits for the kernel as long as the volume's pool can be used. What is taken away is
 * first out of the way, and then written back and given free: on a disk that hangs the second part hangs with it, and is
 * left to a thread that nobody waits for. It ends when the disk answers, or fails.
 */
final class PatientRemoval {
    private static final Logger LOG = LoggerFactory.getLogger(PatientRemoval.class);
    private static final long BETWEEN_LOOKS_MILLIS = 500;

    /** As many threads as disks hang at a time, and one otherwise. */
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("removal-", 0).factory());

    private final VolumeDevices devices;

    PatientRemoval(VolumeDevices devices) {
        this.devices = devices;
    }

    /** Returns whether the work has ended, when it has or can't be expected to. */
    boolean run(VolumeId volume, String what, Runnable work) {
        Future<Boolean> task = THREADS.submit(work, true);
        while (!hasEnded(task)) {
            if (!devices.isUsable(volume)) {
                LOG.atWarn()
                        .addKeyValue("volume", volume)
                        .addKeyValue("what", what)
                        .log("the disk does not answer; this ends when it does");
                return false;
            }
        }
        return true;
    }

    private static boolean hasEnded(Future<Boolean> task) {
        try {
            return task.get(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException hangs) {
            return false;
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case RuntimeException refused -> throw refused;
                case Error broken -> throw broken;
                case null, default -> throw new IllegalStateException(failed);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
