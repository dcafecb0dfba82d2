package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.host.HostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which everything in a simulated cloud happens (an actor): calls one after the other, each after all that
 * was due by then. It is a platform thread, because what happens makes blocking system calls.
 */
final class WorldThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorldThread.class);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("cloud").daemon().factory());
    private final World world;
    private final Course course;
    private final boolean keepsTime;
    private @Nullable ScheduledFuture<?> alarm;

    /** @param keepsTime whether what becomes due happens by itself; else it waits for the next call */
    WorldThread(World world, Course course, boolean keepsTime) {
        this.world = world;
        this.course = course;
        this.keepsTime = keepsTime;
    }

    /** Does the work, and answers with its result or what it throws; what the machine refuses is INTERNAL. */
    <T> T run(Supplier<T> work) {
        try {
            return thread.submit(() -> afterTheCourse(work)).get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof HostException refused) {
                LOG.atError().setCause(refused).log("the machine refused what a call of the cloud needs");
                throw new CloudException(Kind.INTERNAL, String.valueOf(refused.getMessage()), refused);
            }
            if (failed.getCause() instanceof RuntimeException expected) {
                throw expected;
            }
            if (failed.getCause() instanceof Error serious) {
                throw serious;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (RejectedExecutionException closed) {
            throw new CloudException(Kind.UNAVAILABLE, "the cloud is stopping", closed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CloudException(Kind.UNAVAILABLE, "the cloud is stopping", interrupted);
        }
    }

    private <T> T afterTheCourse(Supplier<T> work) {
        course.run();
        try {
            return work.get();
        } finally {
            setAlarm(course.run());
        }
    }

    private void setAlarm(Optional<Instant> next) {
        if (alarm != null) {
            alarm.cancel(false);
        }
        if (keepsTime && next.isPresent() && !thread.isShutdown()) {
            Duration wait = Duration.between(world.now(), next.get()).plus(SHORTEST_WAIT);
            alarm = thread.schedule(this::goOn, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void goOn() {
        try {
            setAlarm(course.run());
        } catch (RuntimeException failed) {
            LOG.atError()
                    .setCause(failed)
                    .log("what was due in the cloud failed; it is tried again with the next call");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
