package dev.zonal.csi.bench.floor;

import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.HostException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Tries again what is busy for a moment. A caller that starts mkfs beside this one gives it copies of all that is open
 * in this process, and until it has become mkfs it holds them; a bind mount just made is among them.
 */
final class WhenFree {
    static final int TRIES = 100;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private WhenFree() {}

    static void run(Runnable call) {
        for (int left = TRIES - 1; ; left--) {
            try {
                call.run();
                return;
            } catch (HostException failed) {
                if (!failed.is(Errno.EBUSY) || left == 0) {
                    throw failed;
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
