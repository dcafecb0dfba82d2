package dev.zonal.csi.concurrent;

import static dev.zonal.csi.concurrent.OperationsBench.VOLUME;
import static dev.zonal.csi.concurrent.OperationsBench.await;
import static dev.zonal.csi.concurrent.OperationsBench.retried;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that stop waiting before the work has ended. */
@Timeout(30)
class OperationsDeadlineTest {
    private final OperationsBench bench = new OperationsBench();
    private final Operations operations = bench.operations;
    private final CountDownLatch mayEnd = bench.mayEnd;

    @AfterEach
    void everythingEnds() {
        bench.close();
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

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
