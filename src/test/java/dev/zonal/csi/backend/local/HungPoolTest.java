package dev.zonal.csi.backend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.pool.Pool;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.backend.local.pool.PoolSpec;
import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.concurrent.Operations;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.SickDisk;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two pools, the disk of one of which hangs: it holds neither the start, nor the other one, nor what is taken away. */
@Timeout(60)
@ExtendWith(QuietLogs.class)
class HungPoolTest {
    private static final Path A = Path.of("/a");
    private static final int THREADS = 2;

    private final PoolBench bench = new PoolBench();
    private final FileTree files = bench.host.ports().files();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private SickDisk disk = new SickDisk(A);
    private Optional<LocalBackend> opened = Optional.empty();

    HungPoolTest() {
        files.createDirectory(A);
        files.createDirectory(Path.of("/b"));
    }

    @AfterEach
    void everythingEnds() {
        disk.heal();
        opened.ifPresent(LocalBackend::close);
        callers.close();
    }

    private LocalBackend start() {
        LocalBackend backend = PoolStart.of(new PoolOpening(
                        disk.around(bench.host.ports()), PoolBench.RUN, PoolBench.HERE, bench.clock, bench.random))
                .start(
                        List.of(
                                PoolSpec.of("a", A, Optional.empty()),
                                PoolSpec.of("b", Path.of("/b"), Optional.empty())),
                        64);
        opened = Optional.of(backend);
        return backend;
    }

    private static Pool a(LocalBackend backend) {
        return backend.pools().getFirst();
    }

    private static HomeId home(LocalBackend backend, int pool) {
        return backend.homes().get(pool).id();
    }

    private static Volume volume(LocalBackend backend, HomeId home, String name) {
        return backend.createVolume(new NewVolume(
                VolumeId.of(name, home),
                name,
                ByteSize.ofMebibytes(1),
                Set.of(),
                VolumeParameters.DEFAULT,
                Optional.empty()));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static void awaitServing(LocalBackend backend) {
        await(() -> backend.pools().stream()
                .allMatch(pool -> pool.state() instanceof HomeState.Serving
                        && pool.settled().isDone()));
    }

    @Test
    void aPoolWhoseObjectsAreStillReadHoldsNobodyElse() {
        LocalBackend before = start();
        Volume there = volume(before, home(before, 0), "v");
        before.close();
        disk = new SickDisk(A.resolve("volumes").resolve(there.id().value()));
        disk.hang();

        LocalBackend backend = start();

        assertThat(volume(backend, home(backend, 1), "w").name()).isEqualTo("w");
        assertThat(a(backend).state()).isInstanceOf(HomeState.Opening.class);
        assertThat(home(backend, 0))
                .as("who it is, is known")
                .isEqualTo(there.id().home());
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> backend.volume(there.id()))
                .withMessageContaining("pool 'a' is still being opened");
        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> backend.volumes(Optional.empty(), 10));
        assertThat(backend.abnormal(there.id())).isPresent();
        disk.heal();
        awaitServing(backend);
        assertThat(backend.volume(there.id())).contains(there);
    }

    private LocalBackend hanging() {
        LocalBackend backend = start();
        awaitServing(backend);
        disk.hang();
        bench.clock.advance(Duration.ofSeconds(10));
        a(backend).beat();
        await(() -> disk.hanging() > 0);
        return backend;
    }

    @Test
    void aDiskThatDoesNotAnswerIsSickUntilItDoes() {
        LocalBackend backend = hanging();
        assertThat(a(backend).state()).isInstanceOf(HomeState.Serving.class);
        bench.clock.advance(Duration.ofSeconds(6));

        a(backend).beat();

        assertThat(a(backend).state().sentence()).contains("its disk does not answer");
        assertThat(backend.pools().getLast().state()).isInstanceOf(HomeState.Serving.class);
        a(backend).beat();
        assertThat(disk.hanging()).as("one look at a time").isEqualTo(1);
        disk.heal();
        awaitServing(backend);
    }

    @Test
    void itsCallsHoldNoCallOnAnotherPoolAndNothingThatIsTakenAway() {
        LocalBackend backend = hanging();
        try (Operations operations = new Operations(THREADS, 10, backend)) {
            List<CompletableFuture<Volume>> stuck = IntStream.range(0, THREADS + 2)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> operations.run(
                                    home(backend, 0),
                                    List.of(),
                                    () -> volume(backend, home(backend, 0), "stuck-" + number)),
                            callers))
                    .toList();
            await(() -> disk.hanging() == 1 + THREADS && operations.queued() == 2);

            Volume made = operations.run(home(backend, 1), List.of(), () -> volume(backend, home(backend, 1), "quick"));
            CompletableFuture<String> taken = new CompletableFuture<>();
            operations.runWithoutDisk(
                    home(backend, 0), List.of(Claim.exclusive(VolumeId.of("other", home(backend, 0)))), () -> {
                        taken.complete("away");
                    });

            assertThat(made.name()).isEqualTo("quick");
            assertThat(taken).isCompletedWithValue("away");
            disk.heal();
            stuck.forEach(CompletableFuture::join);
        }
    }
}
