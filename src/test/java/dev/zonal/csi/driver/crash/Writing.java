package dev.zonal.csi.driver.crash;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** An application that writes beside a call; closing it waits for its end. */
final class Writing implements AutoCloseable {
    interface Body {
        void run() throws Exception;
    }

    private final FutureTask<Object> task;

    Writing(Body body) {
        Callable<Object> callable = () -> {
            body.run();
            return body;
        };
        task = new FutureTask<>(callable);
        Thread.ofPlatform().name("application").start(task);
    }

    @Override
    public void close() throws InterruptedException {
        try {
            task.get();
        } catch (ExecutionException failed) {
            throw new AssertionError("an application could not write", failed.getCause());
        }
    }
}
