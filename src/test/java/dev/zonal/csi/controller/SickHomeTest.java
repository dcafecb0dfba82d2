package dev.zonal.csi.controller;

import static dev.zonal.csi.controller.ControllerBench.at;
import static dev.zonal.csi.controller.ControllerBench.content;
import static dev.zonal.csi.controller.ControllerBench.copying;
import static dev.zonal.csi.controller.ControllerBench.inPool;
import static dev.zonal.csi.controller.ControllerBench.request;
import static dev.zonal.csi.controller.ControllerBench.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers are told of homes that can't be used: whether to look elsewhere, or to try again. */
class SickHomeTest {
    private static final Instant SINCE = Instant.parse("2026-05-04T03:02:01Z");

    private final ControllerBench bench = new ControllerBench();

    @AfterEach
    void close() {
        bench.close();
    }

    private void sick(Home... homes) {
        for (Home home : homes) {
            bench.backend.become(home.id(), new HomeState.Sick(home.pool(), "its disk fails (EIO)", SINCE));
        }
    }

    private void opening(Home home) {
        bench.backend.become(home.id(), new HomeState.Opening(home.pool(), SINCE));
    }

    @Test
    void aVolumeIsMadeOnTheNextHomeThatServes() {
        sick(Places.A1);

        Volume made = bench.volumes.create(request("v"));

        assertThat(made.id().home()).isEqualTo(Places.A2.id());
    }

    @Test
    void whoMayPlaceItElsewhereIsToldToDoSo() {
        sick(Places.SLOW);

        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> bench.volumes.create(at(with(request("v"), inPool("slow")), "zone=a", "zone=a")))
                .withMessageContaining("pool 'slow' can't be used since 2026-05-04T03:02:01Z: its disk fails (EIO)");
    }

    @Test
    void whoNamesNoPlaceIsToldToTryAgain() {
        sick(Places.SLOW);

        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> bench.volumes.create(with(request("v"), inPool("slow"))))
                .withMessageContaining("its disk fails");
    }

    @Test
    void aCopyOfWhatLivesThereCanBeMadeNowhereElse() {
        Volume source = bench.volumes.create(request("source"));
        sick(Places.A1);

        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(
                        () -> bench.volumes.create(at(copying(request("copy"), content(source)), "zone=a", "zone=a")));
    }

    @Test
    void whatIsOnlyBeingOpenedIsWorthAnotherTry() {
        opening(Places.SLOW);

        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> bench.volumes.create(at(with(request("v"), inPool("slow")), "zone=a", "zone=a")))
                .withMessageContaining("still being opened");
    }

    @Test
    void aFullHomeSaysMoreThanASickOne() {
        sick(Places.A2, Places.B1);

        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> bench.volumes.create(
                        ControllerBench.sized(request("v"), CapacityRange.atLeast(ByteSize.ofGibibytes(200)))));
    }

    /** It was made, and whoever is told so would send a workload there. */
    @Test
    void aRetryOfWhatWasMadeThereIsToldToWait() {
        bench.volumes.create(request("v"));
        sick(Places.A1);

        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> bench.volumes.create(request("v")));
    }

    @Test
    void itHasNoCapacity() {
        sick(Places.A1, Places.A2, Places.B1);

        assertThat(bench.volumes
                        .capacity(Optional.empty(), inPool("fast"))
                        .available()
                        .isZero())
                .isTrue();
    }

    @Test
    void anIdOfNobodyMayLiveWhereNobodyCouldLookYet() {
        VolumeId id = VolumeId.of("v", Places.ELSEWHERE);
        bench.backend.become(Places.ELSEWHERE, new HomeState.Opening("slow", SINCE));

        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> bench.volumes.delete(id))
                .withMessageContaining("may live there: pool 'slow' is still being opened");
    }

    @Test
    void aCopyIsNotSentElsewhereWhileItsSourceMayBeHere() {
        VolumeId source = VolumeId.of("source", Places.ELSEWHERE);
        VolumeRequest copy = copying(request("copy"), new ContentSource.FromVolume(source));
        bench.backend.become(Places.ELSEWHERE, new HomeState.Away("n7", "it was not reached yet", SINCE));

        assertThatExceptionOfType(StorageException.Unavailable.class)
                .isThrownBy(() -> bench.volumes.create(copy))
                .withMessageContaining(source + " may live there")
                .withMessageContaining("n7");
        bench.backend.become(Places.ELSEWHERE, new HomeState.Sick("slow", "its disk fails (EIO)", SINCE));
        assertThatExceptionOfType(StorageException.ResourceExhausted.class)
                .isThrownBy(() -> bench.volumes.create(copy));
    }
}
