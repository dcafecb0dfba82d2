package dev.zonal.csi.backend.local.content;

import static java.util.Objects.requireNonNull;

import dev.zonal.csi.concurrent.BlockingCall;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of a pool that a start has not read yet. A few are read before the pool is open. Of many, each is read when
 * somebody asks for it, and the others one after the other meanwhile; what looks at all of them waits for the last one.
 *
 * <p>So a node with ten thousand snapshots mounts its volumes as soon after a restart as one that has none.
 */
public final class Loading {
    private static final Logger LOG = LoggerFactory.getLogger(Loading.class);

    /** No more than that are read before anything is answered. */
    public static final int FEW = 64;

    /** A disk that is asked for one thing after the other is idle most of the time. */
    private static final int AT_A_TIME = 16;

    private static final Duration LAST_READS = Duration.ofSeconds(5);

    private final ConcurrentMap<String, FutureTask<Boolean>> unread = new ConcurrentHashMap<>();
    private final CompletableFuture<Boolean> whole = new CompletableFuture<>();
    private final ExecutorService readers = Executors.newFixedThreadPool(
            AT_A_TIME, Thread.ofPlatform().name("load-", 0).daemon().factory());

    /** There is nothing left to read. */
    public void nothing() {
        readers.shutdown();
        whole.complete(true);
    }

    /**
     * Reads the objects from now on.
     *
     * @param objects what reads each, by its {@link #key}; has entered what it found when it returns
     * @param end what is done once all were read
     */
    public void begin(Map<String, Runnable> objects, Runnable end) {
        objects.forEach((name, read) -> unread.put(name, new FutureTask<>(() -> {
            read.run();
            return unread.remove(name) != null;
        })));
        Thread.ofPlatform().name("load").daemon().start(() -> readAll(end));
    }

    private void readAll(Runnable end) {
        try {
            unread.values().forEach(readers::execute);
            readers.shutdown();
            await(readers);
            // What failed without being expected is still there.
            unread.values().stream()
                    .filter(task -> task.state() == Future.State.FAILED)
                    .findFirst()
                    .ifPresent(task -> giveUp(task.exceptionNow()));
            if (unread.isEmpty()) {
                end.run();
                whole.complete(true);
            }
        } catch (RuntimeException | Error unexpected) {
            giveUp(unexpected);
        }
    }

    private void giveUp(Throwable failure) {
        if (whole.completeExceptionally(failure)) {
            LOG.atError()
                    .setCause(failure)
                    .log("the pool could not be read to its end; until the next start nothing in it is changed");
        }
    }

    private static void await(ExecutorService ending) {
        try {
            ending.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether all were read. */
    public boolean isWhole() {
        return whole.state() == Future.State.SUCCESS;
    }

    /** What an object is called here: the same name may stand in either directory, where it is no object's. */
    public static String key(String directory, String name) {
        return directory + "/" + name;
    }

    /** Reads the object of that name now, where that is still to be done. */
    public void ensure(String directory, String name) {
        if (isWhole()) {
            return;
        }
        Optional.ofNullable(unread.get(key(directory, name))).ifPresent(task -> {
            BlockingCall.run(() -> {
                task.run();
                return true;
            });
            await(task);
        });
    }

    /** Waits until all were read. */
    public void awaitWhole() {
        if (!isWhole()) {
            await(whole);
        }
    }

    private static void await(Future<Boolean> read) {
        Optional<Duration> remaining = Deadline.current().remaining();
        try {
            if (remaining.isPresent()) {
                read.get(remaining.get().toNanos(), TimeUnit.NANOSECONDS);
            } else {
                read.get();
            }
        } catch (TimeoutException late) {
            throw new StorageException.DeadlineExceeded(
                    "the deadline passed while the pool was still read after the start; try again");
        } catch (ExecutionException failed) {
            Throwable cause = requireNonNull(failed.getCause());
            throw cause instanceof StorageException stopped
                    ? stopped
                    : new StorageException.Internal("the pool could not be read", cause);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StorageException.Unavailable("the driver is stopping");
        }
    }

    /** Begins no further read, and waits for those that run: the pool is about to be given back. */
    public void stop() {
        // Whoever waits for the rest is answered now.
        whole.completeExceptionally(new StorageException.Unavailable("the driver is stopping"));
        readers.shutdownNow();
        try {
            if (!readers.awaitTermination(LAST_READS.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new StorageException.Unavailable("its objects are still being read");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
