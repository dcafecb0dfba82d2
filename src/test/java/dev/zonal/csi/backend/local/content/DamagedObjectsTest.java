package dev.zonal.csi.backend.local.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.host.Errno;
import dev.zonal.csi.host.Faults;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import dev.zonal.csi.store.RecordFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An object that was damaged from outside is named and kept, and the others are served. */
@ExtendWith(QuietLogs.class)
class DamagedObjectsTest {
    private final PoolBench bench = new PoolBench();
    private final FileTree files = bench.host.ports().files();
    private LocalBackend backend = bench.open();
    private final VolumeId source = Operation.source(backend);
    private final VolumeId thick = VolumeId.of("thick", Operation.home(backend));
    private final SnapshotId cut = SnapshotId.of("cut", Operation.home(backend));
    private final Path volumeDirectory = PoolBench.POOL.resolve("volumes").resolve(source.value());
    private final Path snapshotDirectory = PoolBench.POOL.resolve("snapshots").resolve(cut.value());

    @BeforeEach
    void furnish() {
        Operation.furnish(bench, backend);
    }

    private void damaged(Consumer<Path> damage, Path object) {
        backend.close();
        damage.accept(object);
        backend = bench.open();
    }

    private static void assertRefused(ThrowingCallable call, String reason, Path kept) {
        assertThatExceptionOfType(StorageException.FailedPrecondition.class)
                .isThrownBy(call)
                .withMessageContaining("can't be used")
                .withMessageContaining(reason)
                .withMessageContaining("kept in " + kept);
    }

    private void assertVolumeUnusable(String reason) {
        assertThat(backend.pools().getFirst().known().damaged()).hasSize(1);
        assertRefused(() -> backend.volume(source), reason, volumeDirectory);
        assertRefused(() -> backend.deleteVolume(source), reason, volumeDirectory);
        assertRefused(() -> backend.expandVolume(source, ByteSize.ofGibibytes(1)), reason, volumeDirectory);
        assertRefused(() -> backend.attach(source, false), reason, volumeDirectory);
        assertRefused(() -> Operation.CREATE_SNAPSHOT.run(bench, backend), reason, volumeDirectory);
        assertThat(backend.volumes(Optional.empty(), 10)).extracting(Volume::id).containsExactly(thick);
        assertThat(files.list(volumeDirectory)).isNotEmpty();
        assertThat(backend.pools().getFirst().known().usage().logical()).isEqualTo(Operation.SIZE);
        backend.deleteVolume(thick);
        assertThat(backend.snapshot(cut)).isPresent();
    }

    @Test
    void aDamagedRecord() {
        scribbledVolume();

        assertVolumeUnusable("volume.json, it is damaged");
    }

    @Test
    void aMissingRecord() {
        damaged(object -> files.deleteFile(object.resolve("volume.json")), volumeDirectory);

        assertVolumeUnusable("it is missing");
    }

    @Test
    void aRecordWithoutEnd() {
        damaged(object -> files.resize(object.resolve("volume.json"), ByteSize.ofMebibytes(2)), volumeDirectory);

        assertVolumeUnusable("longer than any record");
    }

    @Test
    void theRecordOfAnother() {
        Path other = PoolBench.POOL.resolve("volumes").resolve(thick.value()).resolve("volume.json");
        damaged(
                object -> {
                    files.deleteFile(object.resolve("volume.json"));
                    files.cloneFile(other, object.resolve("volume.json"));
                },
                volumeDirectory);

        assertVolumeUnusable("it belongs to " + thick);
    }

    @Test
    void aMissingImage() {
        damaged(object -> files.deleteFile(object.resolve("disk.img")), volumeDirectory);

        assertVolumeUnusable("the image beside it is missing");
    }

    @Test
    void aShortImage() {
        damaged(object -> files.resize(object.resolve("disk.img"), ByteSize.ofMebibytes(63)), volumeDirectory);

        assertVolumeUnusable("shorter than the 64Mi");
    }

    @Test
    void aNewerFormat() {
        VolumeRecord content = VolumeRecord.of(backend.volume(source).orElseThrow());
        byte[] newer = new RecordFormat<>("volume", 9, VolumeRecord.class).write(content);
        damaged(
                object -> {
                    files.deleteFile(object.resolve("volume.json"));
                    files.createFile(object.resolve("volume.json"), newer);
                },
                volumeDirectory);

        assertVolumeUnusable("written by a newer version");
    }

    @Test
    void aRecordThatMakesNoSense() {
        VolumeRecord record = VolumeRecord.of(backend.volume(source).orElseThrow());
        VolumeRecord negative = new VolumeRecord(
                record.id(),
                record.name(),
                -1,
                record.capabilities(),
                record.parameters(),
                record.sourceSnapshot(),
                record.sourceVolume(),
                record.contents(),
                record.created());
        damaged(
                object -> {
                    files.deleteFile(object.resolve("volume.json"));
                    files.createFile(object.resolve("volume.json"), VolumeRecord.FORMAT.write(negative));
                },
                volumeDirectory);

        assertVolumeUnusable("makes no sense");
    }

    @Test
    void everyTruncationOfARecordIsOneUnusableVolume() {
        int length = (int) files.status(volumeDirectory.resolve("volume.json"))
                .orElseThrow()
                .sizeBytes();
        for (int cutTo = length - 1; cutTo >= 0; cutTo -= 1 + cutTo / 9) {
            ByteSize size = ByteSize.ofBytes(cutTo);
            damaged(object -> files.resize(object.resolve("volume.json"), size), volumeDirectory);
            assertThat(backend.pools().getFirst().known().damaged()).hasSize(1);
            assertThat(backend.volumes(Optional.empty(), 10)).hasSize(1);
        }
    }

    @Test
    void aDamagedSnapshot() {
        damaged(
                object -> bench.host.scribble(object.resolve("snapshot.json"), 30, new byte[] {'#'}),
                snapshotDirectory);

        assertRefused(() -> backend.snapshot(cut), "snapshot.json, it is damaged", snapshotDirectory);
        assertRefused(() -> backend.deleteSnapshot(cut), "damaged", snapshotDirectory);
        assertRefused(() -> Operation.CREATE_FROM_SNAPSHOT.run(bench, backend), "damaged", snapshotDirectory);
        assertRefused(
                () -> backend.createSnapshot(new NewSnapshot(cut, "cut", source, Consistency.SYNCED)),
                "damaged",
                snapshotDirectory);
        assertThat(backend.snapshots(Optional.empty(), 10)).isEmpty();
        assertThat(backend.volumes(Optional.empty(), 10)).hasSize(2);
    }

    private void scribbledVolume() {
        damaged(object -> bench.host.scribble(object.resolve("volume.json"), 30, new byte[] {'#'}), volumeDirectory);
    }

    @Test
    void whatAPersonMovedOutIsGoneWithoutARestart() {
        scribbledVolume();
        files.rename(volumeDirectory, Path.of("/rescued"));

        backend.deleteVolume(source);

        assertThat(backend.pools().getFirst().known().damaged()).isEmpty();
        assertThat(backend.volume(source)).isEmpty();
    }

    @Test
    void theNameOfWhatAPersonMovedOutIsFreeWithoutARestart() {
        scribbledVolume();
        files.rename(volumeDirectory, Path.of("/rescued"));

        Volume made = backend.createVolume(
                new NewVolume(source, "source", Operation.SIZE, Set.of(), VolumeParameters.DEFAULT, Optional.empty()));

        assertThat(backend.volume(source)).contains(made);
        assertThat(backend.pools().getFirst().known().damaged()).isEmpty();
        PoolState.checkPromises(bench.host, backend);
    }

    @Test
    void theNameOfASnapshotThatAPersonMovedOutIsFreeWithoutARestart() {
        damaged(
                object -> bench.host.scribble(object.resolve("snapshot.json"), 30, new byte[] {'#'}),
                snapshotDirectory);
        files.rename(snapshotDirectory, Path.of("/rescued"));

        Snapshot made = backend.createSnapshot(new NewSnapshot(cut, "cut", source, Consistency.SYNCED));

        assertThat(backend.snapshot(cut)).contains(made);
    }

    @Test
    void whatCannotBeLookedForIsTakenToBeThere() {
        scribbledVolume();
        bench.host.faults().refuse(new Faults.Refusal("status " + volumeDirectory, Errno.EIO));

        assertRefused(() -> backend.volume(source), "damaged", volumeDirectory);
        assertRefused(() -> backend.deleteVolume(source), "damaged", volumeDirectory);
    }

    @Test
    void aLookUpAsksNoDisk() {
        scribbledVolume();
        bench.host.faults().clear();

        assertRefused(() -> backend.volume(source), "damaged", volumeDirectory);

        assertThat(bench.host.faults().calls()).isEmpty();
    }

    @Test
    void aPoolThatIsAwayForAWhileStillHasItsDamagedObjects() {
        scribbledVolume();
        Path volumes = PoolBench.POOL.resolve("volumes");
        files.rename(volumes, Path.of("/away"));
        assertRefused(() -> backend.deleteVolume(source), "damaged", volumeDirectory);

        files.rename(Path.of("/away"), volumes);

        assertRefused(() -> backend.deleteVolume(source), "damaged", volumeDirectory);
    }

    @Test
    void aDamagedVolumeCanStillBeTakenOffTheNode() {
        Path device = backend.attach(source, false);
        scribbledVolume();

        assertThat(backend.attached(source)).containsExactly(device);
        backend.detach(source);

        assertThat(bench.host.loopTable()).isEmpty();
    }

    @Test
    void whatIsNoneOfOursIsNamedAndLeft() {
        damaged(
                volumes -> {
                    files.createFile(volumes.resolve("notes.txt"), new byte[] {1});
                    files.createDirectory(volumes.resolve("lost+found"));
                },
                PoolBench.POOL.resolve("volumes"));

        assertThat(backend.pools().getFirst().known().damaged())
                .extracting(Damage::id)
                .containsExactly("lost+found", "notes.txt");
        assertThat(backend.volumes(Optional.empty(), 10)).hasSize(2);
        assertThat(files.list(PoolBench.POOL.resolve("volumes"))).contains("notes.txt", "lost+found");
    }

    @Test
    void anImageThatWasUsedBeyondItsRecordKeepsItsSize() {
        damaged(
                object -> {
                    files.resize(object.resolve("disk.img"), Operation.LARGER);
                    bench.host.scribble(object.resolve("disk.img"), Operation.SIZE.bytes(), new byte[] {1});
                },
                volumeDirectory);

        assertThat(backend.volume(source).orElseThrow().capacity()).isEqualTo(Operation.LARGER);
        PoolState.checkPromises(bench.host, backend);
        backend.close();
        backend = bench.open();
        assertThat(backend.volume(source).orElseThrow().capacity()).isEqualTo(Operation.LARGER);
        assertThat(List.copyOf(backend.pools().getFirst().known().damaged())).isEmpty();
    }
}
