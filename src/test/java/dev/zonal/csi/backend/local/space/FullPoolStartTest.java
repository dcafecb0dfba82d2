package dev.zonal.csi.backend.local.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first moments over a pool that holds much, on a disk that is slow: what is answered, and what has to wait. */
@Timeout(60)
class FullPoolStartTest {
    private static final int MANY = 200;
    private static final String READ_AT_ONCE = "many-7";

    private final PoolBench bench = new PoolBench();
    private final CountDownLatch gate = new CountDownLatch(1);
    private HomeId home = new HomeId("unknown2");
    private Capacity left = Capacity.NONE;
    private LocalBackend backend = bench.open();

    @BeforeEach
    void fillAndStartAnew() {
        home = backend.homes().getFirst().id();
        for (int number = 0; number < MANY; number++) {
            Operation.create(backend, "many-" + number, Operation.SIZE, Provisioning.THIN, Optional.empty());
        }
        backend.close();
        backend = bench.open();
        left = backend.capacity(home, Provisioning.THIN);
        backend.close();
        Host ports = bench.host.ports();
        Host slow = new Host(slow(ports.files()), ports.loops(), ports.mounts(), ports.filesystems());
        backend = LocalBackend.open(
                new PoolOpening(slow, PoolBench.RUN, PoolBench.HERE, bench.clock, bench.random),
                List.of(PoolBench.SPEC),
                64);
    }

    /** Records of volumes come when the gate is open, but for that of one. */
    private FileTree slow(FileTree files) {
        return (FileTree) Proxy.newProxyInstance(
                FileTree.class.getClassLoader(), new Class<?>[] {FileTree.class}, (_, method, arguments) -> {
                    if (method.getName().equals("read")
                            && arguments[0] instanceof Path file
                            && file.endsWith("volume.json")
                            && !file.toString().contains(id(READ_AT_ONCE).value())) {
                        gate.await();
                    }
                    try {
                        return method.invoke(files, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private VolumeId id(String name) {
        return VolumeId.of(name, home);
    }

    @AfterEach
    void close() {
        gate.countDown();
        backend.close();
    }

    private static void waits(ThrowingCallable call) {
        Deadline shortly = Deadline.of(Optional.of(Duration.ofMillis(20)), () -> false);

        assertThatThrownBy(() -> shortly.call(() -> {
                    try {
                        call.call();
                        return true;
                    } catch (RuntimeException failed) {
                        throw failed;
                    } catch (Throwable impossible) {
                        throw new AssertionError(impossible);
                    }
                }))
                .isInstanceOf(StorageException.DeadlineExceeded.class)
                .hasMessageContaining("still read");
    }

    @Test
    void aVolumeIsKnownAsSoonAsItsOwnRecordIsRead() {
        assertThat(backend.volume(id(READ_AT_ONCE))).isPresent();
        assertThat(backend.pools().getFirst().isWhole()).isFalse();
    }

    @Test
    void whatIsNotThereIsNotThere() {
        assertThat(backend.volume(id("none"))).isEmpty();
    }

    /** Never "not found", which would let its caller make it once more or forget it. */
    @Test
    void whatWasNotReadYetIsWaitedFor() {
        CompletableFuture<Optional<Volume>> asked = CompletableFuture.supplyAsync(
                () -> backend.volume(id("many-8")),
                task -> Thread.ofPlatform().daemon().start(task));

        gate.countDown();

        assertThat(asked.join()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"volumes", "snapshots", "capacity", "create", "delete"})
    void whatLooksAtAllOrChangesSomethingWaits(String call) {
        waits(() -> {
            switch (call) {
                case "volumes" -> backend.volumes(Optional.empty(), 1);
                case "snapshots" -> backend.snapshots(Optional.empty(), 1);
                case "capacity" -> backend.capacity(home, Provisioning.THIN);
                case "create" -> Operation.create(backend, "new", Operation.SIZE, Provisioning.THIN, Optional.empty());
                default -> backend.deleteVolume(id(READ_AT_ONCE));
            }
        });

        gate.countDown();
        assertThat(backend.capacity(home, Provisioning.THIN)).isEqualTo(left);
        assertThat(backend.volumes(Optional.empty(), Integer.MAX_VALUE)).hasSize(MANY);
    }
}
