package dev.zonal.csi.controller;

import static dev.zonal.csi.controller.ControllerBench.content;
import static dev.zonal.csi.controller.ControllerBench.copying;
import static dev.zonal.csi.controller.ControllerBench.request;
import static dev.zonal.csi.controller.ControllerBench.retried;
import static dev.zonal.csi.controller.ControllerBench.snapshotOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ControllerRacesTest {
    private static final int CALLERS = 64;

    private final ControllerBench bench = new ControllerBench();

    @AfterEach
    void nothingStaysClaimed() {
        assertThat(bench.operations.claimed()).isZero();
        bench.close();
    }

    private static <T> Set<T> allAtOnce(IntFunction<T> call) {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<T>> running = IntStream.range(0, CALLERS)
                .mapToObj(number -> inBackground(() -> {
                    await(start);
                    return call.apply(number);
                }))
                .toList();
        start.countDown();
        Set<T> results = new HashSet<>();
        running.forEach(each -> results.add(each.join()));
        return results;
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, task -> Thread.ofVirtual().start(task));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void sixtyFourCallersOfOneNameGetOneVolume() {
        Set<Volume> made = allAtOnce(_ -> retried(() -> bench.volumes.create(request("v"))));

        assertThat(made).hasSize(1);
        assertThat(bench.backend.volumes(Optional.empty(), 100)).containsExactlyElementsOf(made);
    }

    @Test
    void sixtyFourCallersOfOneSnapshotsNameGetOneSnapshot() {
        Volume volume = bench.volumes.create(request("v"));

        Set<Snapshot> cut = allAtOnce(_ -> retried(() -> bench.snapshots.create(snapshotOf(volume.id(), "s"))));

        assertThat(cut).hasSize(1);
        assertThat(bench.backend.snapshots(Optional.empty(), 100)).containsExactlyElementsOf(cut);
    }

    @Test
    void sixtyFourNamesGetSixtyFourVolumes() {
        Set<Volume> made = allAtOnce(number -> retried(() -> bench.volumes.create(request("v" + number))));

        assertThat(bench.backend.volumes(Optional.empty(), 100)).containsExactlyInAnyOrderElementsOf(made);
        assertThat(made).hasSize(CALLERS);
    }

    @Test
    void makingDeletingAndCuttingTogetherLeaveWholeObjectsOnly() {
        Volume volume = bench.volumes.create(request("v"));

        allAtOnce(number -> retried(() -> {
            try {
                return switch (number % 4) {
                    case 0 -> bench.volumes.create(request("v")).id().value();
                    case 1 ->
                        bench.snapshots
                                .create(snapshotOf(volume.id(), "s" + number))
                                .id()
                                .value();
                    case 2 ->
                        bench.volumes
                                .create(copying(request("c" + number), content(volume)))
                                .id()
                                .value();
                    default -> {
                        bench.volumes.delete(volume.id());
                        yield "deleted";
                    }
                };
            } catch (StorageException.NotFound gone) {
                return "gone";
            }
        }));
        bench.volumes.delete(volume.id());

        assertThat(bench.backend.volume(volume.id())).isEmpty();
        assertThat(bench.backend.snapshots(Optional.empty(), 100))
                .allMatch(cut -> cut.source().equals(volume.id()));
    }

    @Test
    void aSourceIsNotDeletedWhileItIsRead() {
        Volume source = bench.volumes.create(request("source"));
        bench.backend.write(source.id(), "data");
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        bench.backend.beforeEachChange(() -> {
            reading.countDown();
            await(mayGoOn);
        });
        CompletableFuture<Volume> cloning =
                inBackground(() -> bench.volumes.create(copying(request("clone"), content(source))));
        await(reading);

        assertThatThrownBy(() -> bench.volumes.delete(source.id())).isInstanceOf(StorageException.Aborted.class);
        assertThatThrownBy(() -> bench.volumes.expand(source.id(), CapacityRange.ANY))
                .isInstanceOf(StorageException.Aborted.class);
        mayGoOn.countDown();

        Volume clone = cloning.join();
        bench.volumes.delete(source.id());
        assertThat(bench.backend.read(clone.id())).isEqualTo("data");
    }

    @Test
    void aSourceIsReadByManyAtOnce() {
        Volume source = bench.volumes.create(request("source"));
        CountDownLatch inside = new CountDownLatch(3);
        bench.backend.beforeEachChange(() -> {
            inside.countDown();
            await(inside);
        });
        List<CompletableFuture<?>> running = new ArrayList<>();

        running.add(inBackground(() -> bench.volumes.create(copying(request("one"), content(source)))));
        running.add(inBackground(() -> bench.volumes.create(copying(request("two"), content(source)))));
        running.add(inBackground(() -> bench.snapshots.create(snapshotOf(source.id(), "s"))));

        assertThat(running).allSatisfy(each -> assertThat(each.join()).isNotNull());
    }

    @Test
    void aVolumeThatIsBeingMadeIsBusyForItsDeletion() {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch mayGoOn = new CountDownLatch(1);
        bench.backend.beforeEachChange(() -> {
            making.countDown();
            await(mayGoOn);
        });
        CompletableFuture<Volume> creating = inBackground(() -> bench.volumes.create(request("v")));
        await(making);

        assertThatThrownBy(() -> bench.volumes.create(request("v"))).isInstanceOf(StorageException.Aborted.class);
        assertThatThrownBy(() -> bench.volumes.delete(VolumeId.of("v", Places.A1.id())))
                .isInstanceOf(StorageException.Aborted.class);
        mayGoOn.countDown();

        Volume made = creating.join();
        assertThat(bench.volumes.create(request("v"))).isEqualTo(made);
    }
}
