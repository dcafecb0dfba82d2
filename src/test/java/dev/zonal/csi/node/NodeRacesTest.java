package dev.zonal.csi.node;

import static dev.zonal.csi.node.NodeBench.EXT4;
import static dev.zonal.csi.node.NodeBench.POD;
import static dev.zonal.csi.node.NodeBench.STAGED;
import static dev.zonal.csi.node.NodeBench.XFS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.concurrent.Claim;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NodeRacesTest {
    private final NodeBench bench = new NodeBench();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void close() {
        bench.close();
    }

    /** Another operation on the volume that runs until it may end. */
    private CompletableFuture<VolumeId> busy(VolumeId id) {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<VolumeId> other = CompletableFuture.supplyAsync(
                () -> bench.operations.run(List.of(Claim.exclusive(id)), () -> {
                    running.countDown();
                    await(mayEnd);
                    return id;
                }),
                task -> Thread.ofVirtual().start(task));
        await(running);
        return other;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void everyCallOfTheNodeIsAbortedWhileAnotherOneOnThatVolumeRuns() {
        VolumeId id = bench.staged("v", EXT4);
        bench.publish(id, POD, EXT4, false);
        CompletableFuture<VolumeId> other = busy(id);

        List<Runnable> calls = List.of(
                () -> bench.staging.stage(id, STAGED, EXT4),
                () -> bench.staging.unstage(id, STAGED),
                () -> bench.publish(id, POD, EXT4, false),
                () -> bench.publishing.unpublish(id, POD),
                () -> bench.expansion.expand(id, POD, CapacityRange.ANY));

        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call::run).isInstanceOf(StorageException.Aborted.class));
        mayEnd.countDown();
        assertThat(other.join()).isEqualTo(id);
        assertThat(bench.mountpoints()).containsExactly(STAGED, POD);
    }

    @Test
    void aCallOnAnotherVolumeIsNotHeldUp() {
        VolumeId id = bench.volume("v", XFS);
        CompletableFuture<VolumeId> other = busy(bench.volume("other", EXT4));

        bench.staging.stage(id, STAGED, XFS);

        assertThat(bench.mountpoints()).containsExactly(STAGED);
        mayEnd.countDown();
        assertThat(other.join()).isNotNull();
    }
}
