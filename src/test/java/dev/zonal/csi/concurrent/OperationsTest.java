package dev.zonal.csi.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OperationsTest {
    private static final List<Claim> VOLUME = List.of(new Claim("vol-a", false));
    private static final List<Claim> SOURCE = List.of(new Claim("vol-a", true));

    private final Operations operations = new Operations(2, 1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void everythingEnds() {
        mayEnd.countDown();
        operations.close();
        assertThat(operations.awaitEnd(Duration.ofSeconds(10))).isTrue();
        assertThat(operations.claimed()).isZero();
    }

    /** Starts work that goes on until it may end; returns once it runs. */
    private CompletableFuture<String> started(List<Claim> claims) {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<String> result = CompletableFuture.supplyAsync(
                () -> operations.run(claims, () -> {
                    running.countDown();
                    await(mayEnd);
                    return "done";
                }),
                task -> Thread.ofVirtual().start(task));
        await(running);
        return result;
    }

    @Test
    void workGivesItsResultAndLetsItsObjectsGo() {
        String result = operations.run(VOLUME, () -> "claimed " + operations.claimed());

        assertThat(result).isEqualTo("claimed 1");
        assertThat(operations.claimed()).isZero();
    }

    @Test
    void whoMeetsABusyObjectIsToldSoAtOnce() {
        CompletableFuture<String> first = started(VOLUME);

        Throwable refusal = catchThrowable(() -> operations.run(VOLUME, () -> "never"));

        assertThat(refusal)
                .isInstanceOf(StorageException.Aborted.class)
                .hasMessageContaining("vol-a")
                .hasMessageContaining("try again");
        assertThat(first).isNotDone();
        mayEnd.countDown();
        assertThat(first.join()).isEqualTo("done");
        assertThat(operations.run(VOLUME, () -> "now")).isEqualTo("now");
    }

    @Test
    void readersOfOneObjectRunBesideEachOther() {
        CyclicBarrier bothInside = new CyclicBarrier(2);
        Supplier<String> meeting = () -> operations.run(SOURCE, () -> {
            assertThatCodeMeets(bothInside);
            return "met";
        });
        CompletableFuture<String> other = CompletableFuture.supplyAsync(
                meeting, task -> Thread.ofVirtual().start(task));

        String met = meeting.get();

        assertThat(met).isEqualTo("met");
        assertThat(other.join()).isEqualTo("met");
    }

    @Test
    void aFullQueueIsUnavailableAtOnceAndKeepsNoLock() {
        CompletableFuture<String> first = started(List.of(new Claim("vol-1", false)));
        CompletableFuture<String> second = started(List.of(new Claim("vol-2", false)));
        CompletableFuture<String> queued = queued(List.of(new Claim("vol-3", false)));

        Throwable refusal = catchThrowable(() -> operations.run(VOLUME, () -> "never"));

        assertThat(refusal).isInstanceOf(StorageException.Unavailable.class).hasMessageContaining("try again");
        assertThat(operations.claimed()).isEqualTo(3);
        mayEnd.countDown();
        assertThat(List.of(first.join(), second.join(), queued.join())).containsExactly("done", "done", "queued");
        assertThat(operations.run(VOLUME, () -> "now")).isEqualTo("now");
    }

    /** Waits until the work is in the queue: its lock is held, and no thread runs it. */
    private CompletableFuture<String> queued(List<Claim> claims) {
        int before = operations.claimed();
        CompletableFuture<String> result = CompletableFuture.supplyAsync(
                () -> operations.run(claims, () -> "queued"),
                task -> Thread.ofVirtual().start(task));
        while (operations.claimed() == before || operations.queued() == 0) {
            Thread.onSpinWait();
        }
        return result;
    }

    @Test
    void aCallerWhoseDeadlinePassesIsAnsweredAndTheLockStaysUntilTheWorkEnds() {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        // One nanosecond remains by a clock that stands still: the caller gives up, the work sees time left.
        Deadline deadline = Deadline.of(Optional.of(Duration.ofNanos(1)), () -> false, () -> 0);

        Throwable late = catchThrowable(() -> deadline.call(() -> operations.run(VOLUME, () -> {
            running.countDown();
            await(mayEnd);
            ended.countDown();
            return "done";
        })));

        assertThat(late).isInstanceOf(StorageException.DeadlineExceeded.class).hasMessageContaining("retry");
        await(running);
        assertThatThrownBy(() -> operations.run(VOLUME, () -> "too early"))
                .isInstanceOf(StorageException.Aborted.class);
        mayEnd.countDown();
        await(ended);
        assertThat(retried(() -> operations.run(VOLUME, () -> "retry"))).isEqualTo("retry");
    }

    @Test
    void workWhoseDeadlinePassedBeforeItBeganIsNotBegun() {
        AtomicBoolean begun = new AtomicBoolean();
        Deadline deadline = Deadline.of(Optional.of(Duration.ZERO), () -> false);

        Throwable late = catchThrowable(() -> deadline.call(() -> operations.run(VOLUME, () -> begun.getAndSet(true))));

        assertThat(late).isInstanceOf(StorageException.DeadlineExceeded.class);
        assertThat(retried(() -> operations.run(VOLUME, begun::get))).isFalse();
    }

    @Test
    void workSeesTheDeadlineOfItsCallerAndEndsAtASafePointWhenTheCallerGoesAway() {
        AtomicBoolean away = new AtomicBoolean();
        Deadline deadline = Deadline.of(Optional.empty(), away::get);

        Throwable stopped = catchThrowable(() -> deadline.call(() -> operations.run(VOLUME, () -> {
            assertThat(Deadline.current()).isSameAs(deadline);
            away.set(true);
            Deadline.current().checkpoint();
            return "never";
        })));

        assertThat(stopped)
                .isInstanceOf(StorageException.DeadlineExceeded.class)
                .hasMessageContaining("went away");
        assertThat(operations.claimed()).isZero();
    }

    @Test
    void whatTheWorkThrowsReachesTheCallerAsItIs() {
        StorageException.NotFound missing = new StorageException.NotFound("no volume");

        assertThatThrownBy(() -> operations.run(VOLUME, () -> {
                    throw missing;
                }))
                .isSameAs(missing);

        assertThat(operations.claimed()).isZero();
    }

    @Test
    void anErrorOfTheWorkReachesTheCallerWithItsCause() {
        AssertionError broken = new AssertionError("broken");

        assertThatThrownBy(() -> operations.run(VOLUME, () -> {
                    throw broken;
                }))
                .hasCause(broken);

        assertThat(operations.claimed()).isZero();
        assertThat(operations.run(VOLUME, () -> "now")).isEqualTo("now");
    }

    @Test
    void whereNoThreadCanBeMadeTheLockIsLetGo() {
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
        try (Operations starved = new Operations(1, 1, _ -> {
            throw noThread;
        })) {
            Throwable refusal = catchThrowable(() -> starved.run(VOLUME, () -> "never"));

            assertThat(refusal).isInstanceOf(StorageException.Unavailable.class).hasCause(noThread);
            assertThat(starved.claimed()).isZero();
        }
    }

    @Test
    void aDriverThatStopsEndsWhatRunsAndBeginsNothing() {
        CompletableFuture<String> running = started(VOLUME);

        operations.close();

        assertThatThrownBy(() -> operations.run(() -> "never"))
                .isInstanceOf(StorageException.Unavailable.class)
                .hasMessageContaining("stopping");
        assertThat(operations.awaitEnd(Duration.ZERO)).isFalse();
        mayEnd.countDown();
        assertThat(running.join()).isEqualTo("done");
        assertThat(operations.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void aCallerThatIsInterruptedIsAnsweredAndKeepsItsInterrupt() {
        CountDownLatch running = new CountDownLatch(1);
        List<Throwable> answers = new ArrayList<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            answers.add(catchThrowable(() -> operations.run(VOLUME, () -> {
                running.countDown();
                await(mayEnd);
                return "done";
            })));
            answers.add(Thread.currentThread().isInterrupted() ? new InterruptedException() : new AssertionError());
        });
        await(running);

        caller.interrupt();
        join(caller);

        assertThat(answers).hasExactlyElementsOfTypes(StorageException.Unavailable.class, InterruptedException.class);
    }

    private static <T> T retried(Supplier<T> work) {
        while (true) {
            try {
                return work.get();
            } catch (StorageException.Aborted _) {
                Thread.onSpinWait();
            }
        }
    }

    private static void assertThatCodeMeets(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception apart) {
            throw new AssertionError(apart);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
