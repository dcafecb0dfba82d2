package dev.zonal.csi.concurrent;

import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A short look at a disk in the midst of work that reads memory. A virtual thread would block its carrier by it, and with
 * it every other call, for as long as the disk does not answer; so the look is made on a platform thread of its own then.
 * How many are made at once is for the caller to bound.
 */
public final class BlockingCall {
    private BlockingCall() {}

    /** Makes the look, and waits for it however long it takes: who lets one caller in at a time has one look at a time. */
    public static <T> T run(Supplier<T> look) {
        if (!Thread.currentThread().isVirtual()) {
            return look.get();
        }
        FutureTask<T> task = new FutureTask<>(look::get);
        Thread.ofPlatform().name("look").daemon().start(task);
        return Results.await(task, Optional.empty());
    }
}
