package dev.zonal.csi.controller;

import static dev.zonal.csi.controller.ControllerBench.FORGOTTEN;
import static dev.zonal.csi.controller.ControllerBench.ONE_GIB;
import static dev.zonal.csi.controller.ControllerBench.TWO_GIB;
import static dev.zonal.csi.controller.ControllerBench.at;
import static dev.zonal.csi.controller.ControllerBench.content;
import static dev.zonal.csi.controller.ControllerBench.copying;
import static dev.zonal.csi.controller.ControllerBench.inPool;
import static dev.zonal.csi.controller.ControllerBench.request;
import static dev.zonal.csi.controller.ControllerBench.sized;
import static dev.zonal.csi.controller.ControllerBench.snapshotOf;
import static dev.zonal.csi.controller.ControllerBench.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.concurrent.Deadline;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.CapacityRange;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VolumeCreationTest {
    private static final ByteSize NEARLY_ALL = ByteSize.ofGibibytes(99);

    private final ControllerBench bench = new ControllerBench();
    private final Volumes volumes = bench.volumes;

    @AfterEach
    void nothingStaysClaimed() {
        assertThat(bench.operations.claimed()).isZero();
        bench.close();
    }

    private List<Volume> all() {
        return bench.backend.volumes(Optional.empty(), 100);
    }

    @Test
    void aVolumeIsMadeAsAskedAndKnownByItsName() {
        Volume volume = volumes.create(at(request("pvc-1"), "zone=b", ""));

        assertThat(volume.id()).isEqualTo(VolumeId.of("pvc-1", Places.B1.id()));
        assertThat(volume.name()).isEqualTo("pvc-1");
        assertThat(volume.capacity()).isEqualTo(ONE_GIB);
        assertThat(volume.accessibleFrom()).isEqualTo(Places.B1.accessibleFrom());
        assertThat(volumes.get(volume.id())).isEqualTo(volume);
    }

    @Test
    void theSameRequestAgainLeadsToTheSameVolumeWhereverItWouldBePutNow() {
        Volume first = volumes.create(at(request("v"), "", "zone=b"));

        Volume again = volumes.create(at(request("v"), "zone=a | zone=b", "zone=a"));

        assertThat(again).isEqualTo(first);
        assertThat(all()).hasSize(1);
    }

    @Test
    void theSameRequestAgainIsAnsweredThoughItsSourceIsGone() {
        Volume source = volumes.create(request("source"));
        Volume clone = volumes.create(copying(request("clone"), content(source)));
        volumes.delete(source.id());

        assertThat(volumes.create(copying(request("clone"), content(source)))).isEqualTo(clone);
    }

    @Test
    void aNameThatIsTakenByAnotherVolumeAlreadyExists() {
        Volume volume = volumes.create(request("v"));

        assertThatThrownBy(() -> volumes.create(sized(request("v"), CapacityRange.atLeast(TWO_GIB))))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining("a volume named 'v' exists, " + volume.id())
                .hasMessageContaining("capacity_range: it has 1Gi, the request says at least 2Gi");
        assertThatThrownBy(() -> volumes.create(with(request("v"), inPool("slow"))))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining("pool: it has fast, the request says slow");
        assertThat(all()).containsExactly(volume);
    }

    @Test
    void aCloneOfItselfAlreadyExists() {
        Volume volume = volumes.create(request("v"));

        assertThatThrownBy(() -> volumes.create(copying(request("v"), content(volume))))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining("volume_content_source");
    }

    /** Another controller of the same storage, in the very moment. */
    private void somebodyElseMakes(NewVolume volume) {
        AtomicBoolean made = new AtomicBoolean();
        bench.backend.beforeEachChange(() -> {
            if (made.compareAndSet(false, true)) {
                bench.backend.createVolume(volume);
            }
        });
    }

    private static NewVolume made(VolumeRequest request, ByteSize size) {
        return new NewVolume(
                VolumeId.of(request.name(), Places.A1.id()),
                request.name(),
                size,
                request.capabilities(),
                request.parameters(),
                request.source());
    }

    @Test
    void whatSomebodyElseMadeMeanwhileForTheSameRequestIsTheVolume() {
        somebodyElseMakes(made(request("v"), ONE_GIB));

        Volume volume = volumes.create(request("v"));

        assertThat(all()).containsExactly(volume);
    }

    @Test
    void whatSomebodyElseMadeMeanwhileForAnotherRequestAlreadyExists() {
        somebodyElseMakes(made(request("v"), TWO_GIB));

        assertThatThrownBy(() -> volumes.create(sized(request("v"), new CapacityRange(ONE_GIB, Optional.of(ONE_GIB)))))
                .isInstanceOf(StorageException.AlreadyExists.class)
                .hasMessageContaining("capacity_range");
    }

    /** The volume may be there: another place would make a second one. */
    @Test
    void whereTheOutcomeIsUnknownNoOtherPlaceIsTried() {
        StorageException lost = new StorageException.OutcomeUnknown("its answer is missing", new IOException());
        bench.backend.beforeEachChange(() -> {
            throw lost;
        });

        assertThatThrownBy(() -> volumes.create(at(request("v"), "zone=a | zone=b", "")))
                .isSameAs(lost);
        bench.backend.beforeEachChange(() -> {});
        assertThat(all()).isEmpty();
        assertThat(volumes.create(at(request("v"), "zone=a | zone=b", "")).id().home())
                .isEqualTo(Places.A1.id());
    }

    private void loseTheAnswerOfA1() {
        bench.backend.beforeEachChange(() -> {
            throw new StorageException.OutcomeUnknown("its answer is missing", new IOException());
        });
        assertThatThrownBy(() -> volumes.create(request("v"))).isInstanceOf(StorageException.OutcomeUnknown.class);
        bench.backend.beforeEachChange(() -> {});
    }

    /** A retry that goes elsewhere would make a second one when the first try is still done. */
    @Test
    void whileTheHomeWithTheMissingAnswerCanNotBeAskedItIsMadeNowhere() {
        loseTheAnswerOfA1();
        bench.backend.become(Places.A1.id(), new HomeState.Away("n1", "it hangs", Instant.EPOCH));

        assertThatThrownBy(() -> volumes.create(at(request("v"), "zone=a | zone=b", "zone=b")))
                .isInstanceOf(StorageException.Unavailable.class)
                .hasMessageContaining("'v' may have been made already")
                .hasMessageContaining("node 'n1' can't be asked");
        assertThat(all()).isEmpty();
        assertThat(volumes.create(request("another")).id().home()).isEqualTo(Places.A2.id());
    }

    @Test
    void theHomeWithTheMissingAnswerIsAskedFirstWhateverWouldBePreferredNow() {
        loseTheAnswerOfA1();

        Volume made = volumes.create(at(request("v"), "zone=a | zone=b", "zone=b"));

        assertThat(made.id().home()).isEqualTo(Places.A1.id());
        volumes.delete(made.id());
        assertThat(volumes.create(at(request("v"), "zone=b", "")).id().home()).isEqualTo(Places.B1.id());
    }

    @Test
    void whereItHasNoRoomTheOthersAreTriedAsUsual() {
        volumes.create(sized(request("large"), CapacityRange.atLeast(NEARLY_ALL)));
        loseTheAnswerOfA1();

        Volume made = volumes.create(sized(request("v"), CapacityRange.atLeast(TWO_GIB)));

        assertThat(made.id().home()).isEqualTo(Places.A2.id());
    }

    /** The operator has taken its node out of the fleet. */
    @Test
    void aHomeThatIsNoneAnyMoreHoldsNothingUp() {
        CreationsInDoubt inDoubt = new CreationsInDoubt();
        assertThatThrownBy(() -> inDoubt.during("stem", Places.ELSEWHERE, () -> {
                    throw new StorageException.DeadlineExceeded("too late");
                }))
                .isInstanceOf(StorageException.DeadlineExceeded.class);
        assertThatThrownBy(() -> inDoubt.during("stem", Places.ELSEWHERE, () -> {
                    throw new StorageException.Unavailable("it is away");
                }))
                .isInstanceOf(StorageException.Unavailable.class);
        assertThat(inDoubt.home("stem")).contains(Places.ELSEWHERE);
        assertThat(new Homes(bench.backend, Set.of()).has(Places.ELSEWHERE)).isFalse();

        inDoubt.during("stem", Places.A1.id(), () -> "made");

        assertThat(inDoubt.home("stem")).isEmpty();
    }

    @Test
    void aFullPlaceIsPassedOverForTheNext() {
        volumes.create(sized(request("large"), CapacityRange.atLeast(NEARLY_ALL)));

        Volume next = volumes.create(sized(request("v"), CapacityRange.atLeast(TWO_GIB)));

        assertThat(next.id().home()).isEqualTo(Places.A2.id());
    }

    @Test
    void whereEveryPlaceIsFullCapacityIsExhausted() {
        volumes.create(at(sized(request("large"), CapacityRange.atLeast(NEARLY_ALL)), "zone=b", ""));

        assertThatThrownBy(() -> volumes.create(at(sized(request("v"), CapacityRange.atLeast(TWO_GIB)), "zone=b", "")))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageContaining("no room");
        assertThat(all()).hasSize(1);
    }

    @Test
    void whatNoPlaceCanMeetIsExhaustedAndMakesNothing() {
        assertThatThrownBy(() -> volumes.create(at(request("v"), "zone=c", "")))
                .isInstanceOf(StorageException.ResourceExhausted.class)
                .hasMessageContaining("asked for zone=c");
        assertThat(all()).isEmpty();
    }

    @Test
    void anImpossibleSizeIsOutOfRange() {
        CapacityRange tooLarge = CapacityRange.atLeast(ByteSize.ofBytes(Long.MAX_VALUE));

        assertThatThrownBy(() -> volumes.create(sized(request("v"), tooLarge)))
                .isInstanceOf(StorageException.OutOfRange.class);
        assertThat(all()).isEmpty();
    }

    @Test
    void aSourceThatIsGoneIsNotFound() {
        List<ContentSource> gone = List.of(
                new ContentSource.FromVolume(VolumeId.of("gone", Places.A1.id())),
                new ContentSource.FromSnapshot(SnapshotId.of("gone", Places.A1.id())));

        assertThat(gone)
                .allSatisfy(source -> assertThatThrownBy(() -> volumes.create(copying(request("v"), source)))
                        .isInstanceOf(StorageException.NotFound.class)
                        .hasMessageContaining(source.id().value()));
        assertThat(all()).isEmpty();
    }

    @Test
    void aSourceOfAnotherDriverIsExhaustedSoThatAnotherNodeIsTried() {
        List<ContentSource> foreign = List.of(
                new ContentSource.FromVolume(VolumeId.of("v", Places.ELSEWHERE)),
                new ContentSource.FromSnapshot(SnapshotId.of("s", Places.ELSEWHERE)));

        assertThat(foreign)
                .allSatisfy(source -> assertThatThrownBy(() -> volumes.create(copying(request("v"), source)))
                        .isInstanceOf(StorageException.ResourceExhausted.class)
                        .hasMessageContaining("lives on another node"));
    }

    @Test
    void aSourceOnAHomeThatWasGivenUpIsNotFound() {
        ContentSource lost = new ContentSource.FromSnapshot(SnapshotId.of("s", FORGOTTEN));

        assertThatThrownBy(() -> volumes.create(copying(request("v"), lost)))
                .isInstanceOf(StorageException.NotFound.class)
                .hasMessageContaining("given up");
    }

    @Test
    void restoresAndClonesHaveTheirSourcesDataAndOutliveThem() {
        Volume source = volumes.create(request("source"));
        bench.backend.write(source.id(), "data");
        var snapshot = bench.snapshots.create(snapshotOf(source.id(), "s"));
        bench.backend.write(source.id(), "mistake");

        Volume restored = volumes.create(copying(request("restored"), content(snapshot)));
        Volume clone = volumes.create(copying(request("clone"), content(restored)));
        volumes.delete(source.id());
        volumes.delete(restored.id());
        bench.snapshots.delete(snapshot.id());

        assertThat(bench.backend.read(clone.id())).isEqualTo("data");
        assertThat(all()).containsExactly(clone);
    }

    @Test
    void aCallerThatWentAwayGetsNoVolume() {
        Deadline gone = Deadline.of(Optional.empty(), () -> true);

        assertThatThrownBy(() -> gone.call(() -> volumes.create(request("v"))))
                .isInstanceOf(StorageException.DeadlineExceeded.class);
        assertThat(all()).isEmpty();
    }

    @Test
    void aCallerThatWentAwayAtAFullPlaceGetsNoVolumeAtTheNext() {
        volumes.create(sized(request("large"), CapacityRange.atLeast(NEARLY_ALL)));
        AtomicBoolean away = new AtomicBoolean();
        bench.backend.beforeEachChange(() -> away.set(true));

        assertThatThrownBy(() -> Deadline.of(Optional.empty(), away::get)
                        .call(() -> volumes.create(sized(request("v"), CapacityRange.atLeast(TWO_GIB)))))
                .isInstanceOf(StorageException.DeadlineExceeded.class);
        assertThat(all()).hasSize(1);
    }

    @Test
    void aBackendThatFailsLetsTheNameGo() {
        AtomicBoolean down = new AtomicBoolean(true);
        bench.backend.beforeEachChange(() -> {
            if (down.get()) {
                throw new StorageException.Unavailable("away");
            }
        });
        assertThatThrownBy(() -> volumes.create(request("v"))).isInstanceOf(StorageException.Unavailable.class);

        down.set(false);

        assertThat(volumes.create(request("v")).name()).isEqualTo("v");
    }
}
