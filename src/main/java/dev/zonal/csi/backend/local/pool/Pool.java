package dev.zonal.csi.backend.local.pool;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool and its life: opening, serving, sick, and serving again. All that its life does to its disk runs on one thread of
 * its own, so that a disk that hangs holds nobody else.
 *
 * <p>It becomes sick by what calls meet ({@link #explained}), by a look on a slow beat that fails, and by one that does not
 * return in time. Where the disk only did not answer, it goes on when it does. Where it failed, the pool is opened anew,
 * once nothing works on it any more: what an operation left that failed half-way is then finished or undone as after a
 * crash. Meanwhile what was known of its objects is still listed.
 */
public final class Pool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pool.class);
    private static final Duration LAST_WORK = Duration.ofSeconds(5);

    private final PoolSpec spec;
    private final PoolOpening opening;
    private final HomeIds ids;
    private final Executor thread;
    private final InstantSource clock;
    private final Rhythm rhythm;
    private final CompletableFuture<Boolean> identified = new CompletableFuture<>();
    private final CompletableFuture<Boolean> settled = new CompletableFuture<>();
    private volatile HomeState state;
    private volatile Optional<HomeId> id = Optional.empty();
    private volatile Optional<OpenPool> open = Optional.empty();
    private volatile Optional<RuntimeException> failure = Optional.empty();
    private volatile boolean failed;
    private volatile boolean closed;

    /**
     * @param ids of all pools of this driver
     * @param thread runs one thing at a time
     */
    public Pool(PoolSpec spec, PoolOpening opening, HomeIds ids, Executor thread) {
        this.spec = spec;
        this.opening = opening;
        this.ids = ids;
        this.thread = thread;
        this.clock = opening.clock();
        this.rhythm = new Rhythm(clock.instant());
        this.state = new HomeState.Opening(spec.name(), clock.instant());
    }

    /** The place that it is, with a provisional id where it was never open. */
    public Home home() {
        return opening.home(id.orElseGet(() -> HomeIds.provisional(spec)), spec);
    }

    /** Who it is; empty where it was never open. */
    public Optional<HomeId> id() {
        return id;
    }

    public HomeState state() {
        return state;
    }

    /** What is or was known of what it holds; empty where it was never open. */
    public Optional<OpenPool> open() {
        return open;
    }

    /** @throws StorageException.Unavailable where it was never open */
    public OpenPool known() {
        return open.orElseThrow(() -> state.refusal());
    }

    /** @throws StorageException.Unavailable where it can't be used now */
    public OpenPool serving() {
        if (state instanceof HomeState.Serving) {
            return known();
        }
        throw state.refusal();
    }

    /** Why it could not be opened; empty where it was. */
    public Optional<RuntimeException> failure() {
        return failure;
    }

    /**
     * Begins its life.
     *
     * @return done when it is known who it is, or that its disk fails; failed where it can't be used as given
     */
    public CompletableFuture<Boolean> start() {
        rhythm.begun(clock.instant());
        thread.execute(this::work);
        return identified;
    }

    /** Done when it was tried to open it once, and what it holds was looked at. */
    public CompletableFuture<Boolean> settled() {
        return settled;
    }

    /** What is to be done now and then: never waits, and touches no disk itself. */
    public void beat() {
        Instant now = clock.instant();
        if (closed) {
            return;
        }
        if (state instanceof HomeState.Serving) {
            rhythm.stuckSince(now)
                    .ifPresent(since -> become(new HomeState.Sick(
                            spec.name(), "its disk does not answer; a look at it began at " + since, now)));
        }
        if (rhythm.begins(now)) {
            thread.execute(this::work);
        }
    }

    /**
     * What a failure of an operation on the pool means to the caller: where the disk has failed, and no single object, that
     * the pool can't be used. Asks the disk where there is a doubt.
     */
    public RuntimeException explained(RuntimeException thrown) {
        Optional<HostException> refused = hostFailure(thrown);
        if (refused.isEmpty()) {
            return thrown;
        }
        if (state instanceof HomeState.Serving && DiskCheck.mayBeOfDisk(refused.get())) {
            open.ifPresent(this::suspect);
        }
        return state instanceof HomeState.Serving ? thrown : new StorageException.Unavailable(state.sentence(), thrown);
    }

    private static Optional<HostException> hostFailure(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof HostException found) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private void suspect(OpenPool pool) {
        try {
            pool.check();
        } catch (HostException dead) {
            sick(dead);
            rhythm.hurry(clock.instant());
        }
    }

    private void work() {
        boolean well = false;
        try {
            Optional<OpenPool> standing = open.filter(_ -> !failed);
            standing.ifPresentOrElse(OpenPool::check, this::openAnew);
            // A call may have met an error while this looked.
            well = !failed;
            if (well && !closed) {
                become(new HomeState.Serving(spec.name()));
                rhythm.answered(clock.instant());
                open.ifPresent(OpenPool::lookAround);
            }
        } catch (RuntimeException failure) {
            failedWith(failure);
        } catch (Error broken) {
            identified.completeExceptionally(broken);
            failed = true;
            become(new HomeState.Sick(spec.name(), "the driver failed: " + broken, clock.instant()));
            throw broken;
        } finally {
            rhythm.ended(clock.instant(), well);
            identified.complete(true);
            settled.complete(well);
        }
    }

    private void openAnew() {
        if (open.isPresent()) {
            if (!open.get().isIdle()) {
                throw Refusals.unavailable(spec, "operations that began before its disk failed have not ended yet");
            }
            open.get().close();
            open = Optional.of(opening.reopen(spec, open.get().home().id()));
        } else {
            open = Optional.of(opening.open(spec, this::identify));
        }
        failed = false;
        failure = Optional.empty();
        if (closed) {
            open.get().close();
        }
    }

    private void identify(HomeId found) {
        ids.claim(found, spec);
        id = Optional.of(found);
        identified.complete(true);
    }

    private void failedWith(RuntimeException thrown) {
        failure = Optional.of(thrown);
        boolean ofDisk = thrown instanceof StorageException.Unavailable
                || (thrown instanceof HostException refused && DiskCheck.mayBeOfDisk(refused));
        if (!ofDisk) {
            identified.completeExceptionally(thrown);
        }
        sick(thrown);
    }

    private void sick(RuntimeException thrown) {
        failed = true;
        String prefix = "pool '" + spec.name() + "': ";
        String words = String.valueOf(thrown.getMessage());
        String reason = thrown instanceof HostException ? "its disk fails (" + words + ")" : words;
        become(new HomeState.Sick(
                spec.name(), reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason, clock.instant()));
    }

    private synchronized void become(HomeState next) {
        HomeState before = state;
        if (before instanceof HomeState.Sick first && next instanceof HomeState.Sick last) {
            state = new HomeState.Sick(first.pool(), last.reason(), first.since());
            return;
        }
        state = next;
        if (!before.word().equals(next.word())) {
            (next instanceof HomeState.Serving ? LOG.atInfo() : LOG.atError())
                    .addKeyValue("pool", spec.name())
                    .addKeyValue("state", next.word())
                    .log(next.sentence());
        }
    }

    /** Gives it back; what is published on this node stays so. Never throws; what goes wrong is in the log. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture<Void> released = CompletableFuture.runAsync(() -> open.ifPresent(OpenPool::close), thread);
        try {
            released.get(LAST_WORK.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException hangs) {
            if (hangs.getCause() instanceof Error broken) {
                throw broken;
            }
            LOG.atWarn()
                    .addKeyValue("pool", spec.name())
                    .setCause(hangs)
                    .log("its disk does not answer; what it holds of this node is left as it is");
        }
    }
}
