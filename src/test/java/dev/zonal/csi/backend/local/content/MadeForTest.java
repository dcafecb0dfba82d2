package dev.zonal.csi.backend.local.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.backend.local.LocalBackend;
import dev.zonal.csi.backend.local.Operation;
import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.PoolState;
import dev.zonal.csi.host.FileTree;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The note for which object of Kubernetes a volume or a snapshot was made: kept like the data, and never in its way. */
@ExtendWith(QuietLogs.class)
class MadeForTest {
    private static final Optional<KubernetesObject> CLAIM = KubernetesObject.parse("shop", "db");
    private static final Optional<KubernetesObject> NIGHTLY = KubernetesObject.parse("shop", "nightly");

    private final PoolBench bench = new PoolBench();
    private final FileTree files = bench.host.ports().files();
    private LocalBackend backend = bench.open();
    private final VolumeId id = VolumeId.of("v", Operation.home(backend));
    private final SnapshotId cut = SnapshotId.of("s", Operation.home(backend));
    private final Path directory = PoolBench.POOL.resolve("volumes").resolve(id.value());

    @AfterEach
    void close() {
        backend.close();
    }

    private Volume create(Optional<KubernetesObject> claim) {
        return backend.createVolume(
                new NewVolume(id, "v", Operation.SIZE, Set.of(), VolumeParameters.DEFAULT, Optional.empty(), claim));
    }

    private void restarted(Consumer<Path> meanwhile) {
        backend.close();
        meanwhile.accept(directory.resolve(Layout.MADE_FOR));
        backend = bench.open();
    }

    private void assertThereWithoutClaim() {
        assertThat(backend.volume(id)).get().extracting(Volume::claim).isEqualTo(Optional.empty());
        assertThat(backend.pools().getFirst().known().damaged()).isEmpty();
    }

    @Test
    void aPowerCutRightBehindTheAnswerTakesNothing() {
        create(CLAIM);
        backend.createSnapshot(new NewSnapshot(cut, "s", id, Consistency.SYNCED, NIGHTLY));

        bench.host.cutPower(new BitSet());
        backend = bench.open();

        assertThat(backend.volume(id).orElseThrow().claim()).isEqualTo(CLAIM);
        assertThat(backend.snapshot(cut).orElseThrow().volumeSnapshot()).isEqualTo(NIGHTLY);
        PoolState.checkPromises(bench.host, backend);
    }

    @Test
    void itStaysWhenTheVolumeChanges() {
        create(CLAIM);

        backend.expandVolume(id, ByteSize.ofMebibytes(128));
        backend.recordContents(id, new Contents.Formatted(FilesystemType.XFS));
        assertThat(backend.volume(id).orElseThrow().claim()).isEqualTo(CLAIM);
        restarted(_ -> {});

        assertThat(backend.volume(id).orElseThrow().claim()).isEqualTo(CLAIM);
    }

    /** So a driver that does not know the note yet reads the volume as ever. */
    @Test
    void theRecordItselfIsTheSameWithAndWithoutIt() {
        Volume volume = create(CLAIM);

        assertThat(VolumeRecord.FORMAT.write(VolumeRecord.of(volume)))
                .isEqualTo(VolumeRecord.FORMAT.write(VolumeRecord.of(volume.withClaim(Optional.empty()))));
        assertThat(files.list(directory)).containsExactlyInAnyOrder("disk.img", "volume.json", "made-for.json");
    }

    @Test
    void whereNobodyIsNamedThereIsNoNote() {
        create(Optional.empty());

        assertThat(files.list(directory)).containsExactlyInAnyOrder("disk.img", "volume.json");
        restarted(_ -> {});

        assertThereWithoutClaim();
    }

    @Test
    void damageInItTakesTheVolumeNotAway() {
        create(CLAIM);

        restarted(note -> bench.host.scribble(note, 30, new byte[] {'#'}));
        assertThereWithoutClaim();
        restarted(note -> files.resize(note, ByteSize.ofMebibytes(2)));
        assertThereWithoutClaim();
        restarted(files::deleteFile);
        assertThereWithoutClaim();
    }

    @Test
    void aNoteThatNoDriverWroteIsNotBelieved() {
        create(CLAIM);

        restarted(note -> {
            files.deleteFile(note);
            files.createFile(note, MadeForRecord.FORMAT.write(new MadeForRecord("../..", "\u001b[2J")));
        });

        assertThereWithoutClaim();
    }

    @Test
    void itGoesWithTheVolumeAndIsNoStray() {
        create(CLAIM);
        assertThat(backend.housekeeping().survey()).isEmpty();

        backend.deleteVolume(id);

        assertThat(files.status(directory)).isEmpty();
    }

    @Test
    void theSampleIsReadAndWrittenAsItStands() throws Exception {
        byte[] sample = RecordsTest.sample("made-for-1.json");

        assertThat(MadeForRecord.FORMAT.read(sample).toObject()).isEqualTo(CLAIM);
        assertThat(MadeForRecord.FORMAT.write(MadeForRecord.of(CLAIM.orElseThrow())))
                .isEqualTo(sample);
    }
}
