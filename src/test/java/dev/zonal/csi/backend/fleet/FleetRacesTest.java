package dev.zonal.csi.backend.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.fleet.Report;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers that get lost, reports that come late, and controllers that know nothing of each other. */
@Timeout(60)
@ExtendWith(QuietLogs.class)
class FleetRacesTest {
    private final FleetBench bench = new FleetBench();
    private final FleetBackend fleet = bench.controller();

    @AfterEach
    void close() {
        fleet.close();
        bench.close();
    }

    @Test
    void aLostAnswerIsAnUnknownOutcomeAndARetryLeadsToTheSameVolume() {
        NewVolume asked = bench.volume("a", "n2");
        bench.network("n2").loseAnswers(1);

        assertThatThrownBy(() -> fleet.createVolume(asked)).isInstanceOf(StorageException.OutcomeUnknown.class);
        Volume made = bench.node("n2").backend().volume(asked.id()).orElseThrow();

        assertThat(fleet.createVolume(asked)).isEqualTo(made);
        assertThat(bench.node("n2").backend().volumes(Optional.empty(), 10)).containsExactly(made);
    }

    @Test
    void aLostAnswerToADeletionIsRepeatedToo() {
        Volume volume = fleet.createVolume(bench.volume("a", "n2"));
        bench.network("n2").loseAnswers(1);

        assertThatThrownBy(() -> fleet.deleteVolume(volume.id())).isInstanceOf(StorageException.OutcomeUnknown.class);
        fleet.deleteVolume(volume.id());

        assertThat(fleet.volume(volume.id())).isEmpty();
    }

    @Test
    void everyControllerLearnsWhatTheOthersDo() {
        try (FleetBackend other = bench.controller()) {
            Volume made = fleet.createVolume(bench.volume("a", "n1"));
            FleetBench.await("the other knows it", () -> other.volume(made.id()).equals(Optional.of(made)));

            other.deleteVolume(made.id());

            FleetBench.await(
                    "the first knows that it is gone",
                    () -> fleet.volume(made.id()).isEmpty());
        }
    }

    @Test
    void oneNameThatManyControllersAskForAtOnceIsMadeOnce() {
        List<FleetBackend> controllers =
                IntStream.range(0, 4).mapToObj(_ -> bench.controller()).toList();
        for (int round = 0; round < 20; round++) {
            NewVolume asked = bench.volume("v" + round, "n3");
            CountDownLatch together = new CountDownLatch(1);
            List<CompletableFuture<Volume>> answers = controllers.stream()
                    .map(controller -> CompletableFuture.supplyAsync(
                            () -> {
                                awaited(together);
                                return retried(controller, asked);
                            },
                            task -> Thread.ofVirtual().start(task)))
                    .toList();
            together.countDown();

            assertThat(answers.stream().map(CompletableFuture::join).distinct()).hasSize(1);
        }
        assertThat(bench.node("n3").backend().volumes(Optional.empty(), 100)).hasSize(20);
        controllers.forEach(FleetBackend::close);
    }

    /** As every caller of CSI does. */
    private static Volume retried(FleetBackend controller, NewVolume asked) {
        while (true) {
            try {
                return controller.createVolume(asked);
            } catch (StorageException.Aborted busy) {
                Thread.onSpinWait();
            }
        }
    }

    /** Seen before the deletion and told after it: the volume must not come back. */
    @Test
    void aReportThatIsOlderThanAnAnswerDoesNotTakeItBack() {
        Semaphore mayPass = new Semaphore(0);
        Semaphore held = new Semaphore(0);
        Volume volume = fleet.createVolume(bench.volume("a", "n1"));
        holdObjects("n1", mayPass, held);
        bench.node("n1").backend().expandVolume(volume.id(), FleetBench.SIZE.plus(FleetBench.SIZE));
        awaited(held);

        fleet.deleteVolume(volume.id());
        mayPass.release();
        awaited(held);

        assertThat(fleet.volume(volume.id())).isEmpty();
        assertThat(fleet.volumes(Optional.empty(), 10)).isEmpty();
        mayPass.release(1000);
    }

    /** From now on each report of objects says that it is there, and waits. */
    private void holdObjects(String node, Semaphore mayPass, Semaphore held) {
        bench.network(node).beforeEachReport(report -> {
            if (report instanceof Report.Objects) {
                held.release();
                awaited(mayPass);
            }
        });
    }

    /** More changes than are remembered, while a report of it is on its way. */
    @Test
    void whoFollowsTooSlowlyBeginsAnewAndKnowsEverythingInTheEnd() {
        Volume first = fleet.createVolume(bench.volume("first", "n1"));
        Semaphore mayPass = new Semaphore(0);
        Semaphore held = new Semaphore(0);
        holdObjects("n1", mayPass, held);
        Volume grown = bench.node("n1").backend().createVolume(bench.volume("grown", "n1"));
        awaited(held);
        for (int i = 0; i < 2200; i++) {
            bench.node("n1").backend().createVolume(bench.volume("passing", "n1"));
            bench.node("n1")
                    .backend()
                    .deleteVolume(bench.volume("passing", "n1").id());
        }
        bench.node("n1").backend().deleteVolume(first.id());

        bench.network("n1").beforeEachReport(_ -> {});
        mayPass.release(1000);

        FleetBench.await("the first is gone", () -> fleet.volume(first.id()).isEmpty());
        FleetBench.await(
                "all is known", () -> fleet.volumes(Optional.empty(), 10).equals(List.of(grown)));
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private static void awaited(Semaphore semaphore) {
        try {
            assertThat(semaphore.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
