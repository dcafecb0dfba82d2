package dev.zonal.csi.concurrent;

import static dev.zonal.csi.concurrent.OperationsBench.VOLUME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OperationsTest {
    private static final HomeId HOME = new HomeId("home2345");
    private static final HomeId OTHER = new HomeId("other234");
    private static final List<Claim> SOURCE = List.of(new Claim("vol-a", true));

    private final OperationsBench bench = new OperationsBench();
    private final Operations operations = bench.operations;

    @AfterEach
    void everythingEnds() {
        bench.close();
    }

    @Test
    void workGivesItsResultAndLetsItsObjectsGo() {
        String result = operations.run(VOLUME, () -> "claimed " + operations.claimed());

        assertThat(result).isEqualTo("claimed 1");
        assertThat(operations.claimed()).isZero();
    }

    @Test
    void whoMeetsABusyObjectIsToldSoAtOnce() {
        CompletableFuture<String> first = bench.started(VOLUME);

        Throwable refusal = catchThrowable(() -> operations.run(VOLUME, () -> "never"));

        assertThat(refusal)
                .isInstanceOf(StorageException.Aborted.class)
                .hasMessageContaining("vol-a")
                .hasMessageContaining("try again");
        assertThat(first).isNotDone();
        bench.mayEnd.countDown();
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
        CompletableFuture<String> first = bench.started(List.of(new Claim("vol-1", false)));
        CompletableFuture<String> second = bench.started(List.of(new Claim("vol-2", false)));
        CompletableFuture<String> queued = queued(List.of(new Claim("vol-3", false)));

        Throwable refusal = catchThrowable(() -> operations.run(VOLUME, () -> "never"));

        assertThat(refusal).isInstanceOf(StorageException.Unavailable.class).hasMessageContaining("try again");
        assertThat(operations.claimed()).isEqualTo(3);
        bench.mayEnd.countDown();
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
    void aUseCaseIsAnsweredFromMemoryThoughNoThreadIsFree() {
        CompletableFuture<String> first = bench.started(List.of(new Claim("vol-1", false)));
        CompletableFuture<String> second = bench.started(List.of(new Claim("vol-2", false)));
        CompletableFuture<String> queued = queued(List.of(new Claim("vol-3", false)));

        String found = operations.claimed(VOLUME, _ -> "claimed " + operations.claimed());

        assertThat(found).isEqualTo("claimed 4");
        assertThat(operations.claimed()).isEqualTo(3);
        bench.mayEnd.countDown();
        assertThat(List.of(first.join(), second.join(), queued.join())).containsExactly("done", "done", "queued");
    }

    @Test
    void whatAUseCaseHandsOnRunsUnderItsClaims() {
        String made = operations.claimed(
                VOLUME,
                held -> held.on(HOME, () -> "claimed " + operations.claimed()) + held.on(OTHER, () -> " twice"));

        assertThat(made).isEqualTo("claimed 1 twice");
        assertThat(operations.claimed()).isZero();
    }

    @Test
    void aUseCaseThatFailsLetsItsObjectsGo() {
        StorageException.AlreadyExists other = new StorageException.AlreadyExists("another");

        assertThatThrownBy(() -> operations.claimed(VOLUME, _ -> {
                    throw other;
                }))
                .isSameAs(other);

        assertThat(operations.claimed()).isZero();
    }

    @Test
    void noUseCaseBeginsWhileAnotherOneHasItsObjects() {
        CompletableFuture<String> running = bench.started(VOLUME);

        assertThatThrownBy(() -> operations.claimed(VOLUME, _ -> "never")).isInstanceOf(StorageException.Aborted.class);

        bench.mayEnd.countDown();
        assertThat(running.join()).isEqualTo("done");
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
    void homesBehindANetworkHaveVirtualThreadsEachSoMany() {
        try (Operations remote = Operations.overNetwork(1, 1, EveryHome.ALONE)) {
            CountDownLatch mayEnd = new CountDownLatch(1);
            CountDownLatch waits = new CountDownLatch(1);
            CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(
                    () -> remote.run(HOME, List.of(), () -> {
                        waits.countDown();
                        OperationsBench.await(mayEnd);
                        return Thread.currentThread().isVirtual();
                    }),
                    task -> Thread.ofVirtual().start(task));
            OperationsBench.await(waits);
            CompletableFuture<String> queued = CompletableFuture.supplyAsync(
                    () -> remote.run(HOME, List.of(), () -> "queued"),
                    task -> Thread.ofVirtual().start(task));
            while (remote.queued() == 0) {
                Thread.onSpinWait();
            }

            assertThatThrownBy(() -> remote.run(HOME, List.of(), () -> "never"))
                    .isInstanceOf(StorageException.Unavailable.class);
            assertThat(remote.run(OTHER, List.of(), () -> "at once")).isEqualTo("at once");
            mayEnd.countDown();
            assertThat(first.join()).isTrue();
            assertThat(queued.join()).isEqualTo("queued");
        }
    }

    @Test
    void whereNoThreadCanBeMadeTheLockIsLetGo() {
        OutOfMemoryError noThread = new OutOfMemoryError("unable to create native thread");
        try (Operations starved = new Operations(
                () -> new BoundedThreads(1, 1, _ -> {
                    throw noThread;
                }),
                EveryHome.ALONE)) {
            Throwable refusal = catchThrowable(() -> starved.run(VOLUME, () -> "never"));

            assertThat(refusal).isInstanceOf(StorageException.Unavailable.class).hasCause(noThread);
            assertThat(starved.claimed()).isZero();
        }
    }

    @Test
    void aDriverThatStopsEndsWhatRunsAndBeginsNothing() {
        CompletableFuture<String> running = bench.started(VOLUME);

        operations.close();

        assertThatThrownBy(() -> operations.run(() -> "never"))
                .isInstanceOf(StorageException.Unavailable.class)
                .hasMessageContaining("stopping");
        assertThat(operations.awaitEnd(Duration.ZERO)).isFalse();
        bench.mayEnd.countDown();
        assertThat(running.join()).isEqualTo("done");
        assertThat(operations.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    private static void assertThatCodeMeets(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception apart) {
            throw new AssertionError(apart);
        }
    }
}
