package dev.zonal.csi.backend.local.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.content.Loading;
import dev.zonal.csi.backend.local.pool.PoolOpening;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.host.Host;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.VolumeId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a start answers while the disk is still busy with the records of other objects. */
@Timeout(60)
@ExtendWith(QuietLogs.class)
class UnreadPoolTest {
    private final PoolBench bench = new PoolBench();
    private final CountDownLatch disk = new CountDownLatch(1);
    private LocalBackend backend = bench.open();
    private final VolumeId source = Operation.source(backend);

    @AfterEach
    void close() {
        disk.countDown();
        backend.close();
    }

    private void reopenWithMany() {
        for (int number = 0; number <= Loading.FEW; number++) {
            Operation.create(backend, "many-" + number, Operation.SIZE, Provisioning.THIN, Optional.empty());
        }
        Operation.create(backend, "wanted", Operation.SIZE, Provisioning.THIN, Optional.empty());
        backend.close();
        backend = LocalBackend.open(
                new PoolOpening(slow(), PoolBench.RUN, PoolBench.HERE, bench.clock, bench.random),
                List.of(PoolBench.SPEC),
                64);
    }

    /** Every record takes long, but for the one that is wanted. */
    private Host slow() {
        Host host = bench.host.ports();
        FileTree files = (FileTree) Proxy.newProxyInstance(
                FileTree.class.getClassLoader(), new Class<?>[] {FileTree.class}, (_, method, arguments) -> {
                    if (method.getName().equals("read")
                            && arguments[0].toString().endsWith("volume.json")
                            && !arguments[0].toString().contains(wanted().value())) {
                        disk.await();
                    }
                    try {
                        return method.invoke(host.files(), arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
        return new Host(files, host.loops(), host.mounts(), host.filesystems());
    }

    private VolumeId wanted() {
        return VolumeId.of("wanted", source.home());
    }

    /** As each staging of a raw device does, and the first one of a filesystem. */
    @Test
    void whatAVolumeCarriesIsRecordedThoughOthersAreUnread() {
        reopenWithMany();

        var recorded = CompletableFuture.supplyAsync(() -> backend.recordContents(wanted(), new Contents.Raw()))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();

        assertThat(recorded.contents()).isEqualTo(new Contents.Raw());
        assertThat(backend.pools().getFirst().isWhole()).isFalse();
    }
}
