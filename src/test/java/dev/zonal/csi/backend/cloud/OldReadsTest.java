package dev.zonal.csi.backend.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.cloud.Disk;
import dev.zonal.csi.cloud.DiskState;
import dev.zonal.csi.cloud.Instance;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.DiskQuality;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Every other read of the cloud shows what there was five seconds ago: what is answered is so all the same. */
final class OldReadsTest {
    private static final int ROUNDS = 12;

    private final DiskBench bench = new DiskBench("""
            limits: {modifications: {count: 100, window: 1h}}
            habits: {staleReads: 5s}
            """);

    private final int round;

    OldReadsTest(RepetitionInfo repetition) {
        round = repetition.getCurrentRepetition();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Volume create() {
        return bench.backend()
                .createVolume(new NewVolume(
                        VolumeId.of("v", DiskBench.home("a")),
                        "v",
                        ByteSize.ofMebibytes(64),
                        Set.of(new VolumeCapability(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER)),
                        VolumeParameters.DEFAULT,
                        Optional.empty()));
    }

    /** One that every read shows; which of the next ones are old differs by the round. */
    private Volume created() {
        Volume volume = create();
        bench.waiting.pause(Duration.ofSeconds(10));
        for (int i = 0; i < round; i++) {
            assertThat(bench.outside().disks()).hasSize(1);
        }
        return volume;
    }

    private void endsInTheMidstOf(Runnable call) {
        bench.calls.clear();
        bench.calls.dieAfter(0);
        assertThatThrownBy(call::run).isInstanceOf(CallScript.ProcessEnded.class);
        bench.restartDriver();
    }

    /** As a sidecar does. */
    private void deleteUntilDone(VolumeId id) {
        for (int tries = 0; tries < 10; tries++) {
            try {
                bench.backend().deleteVolume(id);
                return;
            } catch (StorageException.Unavailable again) {
                bench.waiting.pause(Duration.ofSeconds(1));
            }
        }
        throw new AssertionError(id + " can't be deleted");
    }

    /** In truth. */
    private List<Disk> disks() {
        return bench.control().state().disks();
    }

    @RepeatedTest(ROUNDS)
    void aDiskThatHasOnlyJustComeHasLeftWhenThatIsSaid() {
        Instance instance = bench.instance("i-1", "a");
        Volume volume = created();
        endsInTheMidstOf(() -> bench.backend().attachments().attach(volume.id(), "i-1", false, false));

        bench.backend()
                .attachments()
                .detach(volume.id(), Optional.of(instance.id().text()));

        assertThat(disks()).singleElement().extracting(Disk::attachments).isEqualTo(List.of());
    }

    @RepeatedTest(ROUNDS)
    void aVolumeThatWasDeletedBeforeTheDriverBeganIsNotThere() {
        Volume volume = created();
        bench.backend().deleteVolume(volume.id());
        bench.restartDriver();

        assertThat(bench.backend().volume(volume.id())).isEmpty();
    }

    @RepeatedTest(ROUNDS)
    void oneThatWasBegunIsDeletedAlthoughAnEarlierOneOfItsNameIsStillSeen() {
        Volume earlier = created();
        bench.backend().deleteVolume(earlier.id());
        while (!disks().isEmpty()) {
            bench.waiting.pause(Duration.ofMillis(100));
        }
        endsInTheMidstOf(this::create);

        deleteUntilDone(earlier.id());

        assertThat(disks()).noneMatch(disk -> disk.state() != DiskState.DELETING);
    }

    @RepeatedTest(ROUNDS)
    void aDiskIsAsItWasAskedForLast() {
        Volume volume = created();

        for (long iops : List.of(4000L, 3000L, 4000L)) {
            bench.backend()
                    .modifications()
                    .modify(volume.id(), new DiskQuality(Optional.empty(), OptionalLong.of(iops)));
            assertThat(disks()).singleElement().extracting(Disk::iops).isEqualTo(iops);
        }
    }

    @RepeatedTest(ROUNDS)
    void whatTheDriverBeforeItHasMadeIsThere() {
        Volume volume = create();
        bench.restartDriver();
        bench.waiting.pause(Duration.ofMillis(100));

        assertThat(bench.backend().requiredVolume(volume.id())).isEqualTo(volume);
    }
}
