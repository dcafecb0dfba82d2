package dev.zonal.csi.backend.local.content;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zonal.csi.backend.local.PoolBench;
import dev.zonal.csi.backend.local.pool.PoolRecord;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import dev.zonal.csi.store.RecordFormat;
import dev.zonal.csi.store.UnreadableRecordException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What stands on the disk. The samples under {@code records/} were written by the format that their names give; they
 * are never written anew, so that what any version wrote stays readable.
 */
class RecordsTest {
    private static final HomeId HOME = new HomeId("home2345");
    private static final Instant CREATED = Instant.parse("2026-05-04T03:02:01.000000005Z");

    private static final Volume VOLUME = new Volume(
            VolumeId.of("pvc-1", HOME),
            "pvc-1 \"ü\" \u0001",
            ByteSize.ofGibibytes(16 << 10),
            Set.of(
                    new VolumeCapability(new AccessType.Block(), AccessMode.SINGLE_NODE_WRITER),
                    new VolumeCapability(
                            new AccessType.Mounted(Optional.of(FilesystemType.XFS), List.of("noatime")),
                            AccessMode.SINGLE_NODE_SINGLE_WRITER),
                    new VolumeCapability(
                            new AccessType.Mounted(Optional.empty(), List.of()), AccessMode.MULTI_NODE_READER_ONLY)),
            new VolumeParameters(
                    Optional.of("nvme"), Provisioning.THICK, List.of("-m", "reflink=0"), List.of("discard")),
            Optional.of(new ContentSource.FromSnapshot(SnapshotId.of("s", HOME))),
            new Contents.Formatted(FilesystemType.XFS),
            CREATED,
            List.of(PoolBench.HERE),
            Optional.empty());

    private static final StoredSnapshot SNAPSHOT = new StoredSnapshot(
            new Snapshot(
                    SnapshotId.of("s", HOME),
                    "s",
                    VolumeId.of("pvc-1", HOME),
                    ByteSize.ofGibibytes(1),
                    Consistency.FROZEN,
                    new Contents.Formatting(FilesystemType.BTRFS),
                    CREATED,
                    true,
                    List.of(PoolBench.HERE),
                    Optional.empty()),
            ByteSize.ofMebibytes(12));

    private static final PoolRecord POOL = new PoolRecord("home2345", CREATED);

    static byte[] sample(String name) throws IOException {
        try (InputStream file = requireNonNull(RecordsTest.class.getResourceAsStream("/records/" + name), name)) {
            return file.readAllBytes();
        }
    }

    @Test
    void theSampleOfAVolumeIsRead() throws IOException {
        assertThat(VolumeRecord.FORMAT.read(sample("volume-1.json")).toVolume(PoolBench.HERE))
                .isEqualTo(VOLUME);
    }

    @Test
    void theSampleOfASnapshotIsRead() throws IOException {
        assertThat(SnapshotRecord.FORMAT.read(sample("snapshot-1.json")).toStored(PoolBench.HERE))
                .isEqualTo(SNAPSHOT);
    }

    @Test
    void theSampleOfAPoolIsRead() throws IOException {
        assertThat(PoolRecord.FORMAT.read(sample("pool-1.json"))).isEqualTo(POOL);
    }

    @Test
    void recordsAreWrittenAsTheirSamplesAre() throws IOException {
        assertThat(VolumeRecord.FORMAT.write(VolumeRecord.of(VOLUME)))
                .asString()
                .isEqualTo(text("volume-1.json"));
        assertThat(SnapshotRecord.FORMAT.write(SnapshotRecord.of(SNAPSHOT)))
                .asString()
                .isEqualTo(text("snapshot-1.json"));
        assertThat(PoolRecord.FORMAT.write(POOL)).asString().isEqualTo(text("pool-1.json"));
    }

    /** Each version's sample stays here for ever, so that no version forgets how to read an older one. */
    @Test
    void theSamplesOfEveryVersionUpToTheWrittenOneAreRead() throws IOException {
        assertThat(versionsRead("volume", VolumeRecord.FORMAT, VolumeRecord.of(VOLUME)))
                .isPositive();
        assertThat(versionsRead("snapshot", SnapshotRecord.FORMAT, SnapshotRecord.of(SNAPSHOT)))
                .isPositive();
        assertThat(versionsRead("pool", PoolRecord.FORMAT, POOL)).isPositive();
    }

    private static <R extends Record> int versionsRead(String kind, RecordFormat<R> format, R content)
            throws IOException {
        String written = new String(format.write(content), StandardCharsets.UTF_8);
        int newest = Integer.parseInt(written.replaceFirst("(?s).*?\"format\":(\\d+).*", "$1"));
        for (int version = 1; version <= newest; version++) {
            String name = kind + "-" + version + ".json";
            assertThat(text(name)).contains("\"format\":" + version + ",");
            assertThat(format.read(sample(name))).as(name).isNotNull();
        }
        return newest;
    }

    private static String text(String name) throws IOException {
        return new String(sample(name), StandardCharsets.UTF_8);
    }

    static List<Volume> volumes() {
        List<Optional<ContentSource>> sources = List.of(
                Optional.empty(),
                Optional.of(new ContentSource.FromSnapshot(SnapshotId.of("s", HOME))),
                Optional.of(new ContentSource.FromVolume(VolumeId.of("v", HOME))));
        List<Contents> contents = List.of(
                new Contents.Blank(),
                new Contents.Raw(),
                new Contents.Formatting(FilesystemType.EXT4),
                new Contents.Formatted(FilesystemType.BTRFS));
        return sources.stream()
                .flatMap(source -> contents.stream()
                        .map(content -> new Volume(
                                VOLUME.id(),
                                "",
                                ByteSize.ofMebibytes(1),
                                Set.of(),
                                VolumeParameters.DEFAULT,
                                source,
                                content,
                                CREATED,
                                List.of(PoolBench.HERE),
                                Optional.empty())))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("volumes")
    void everyKindOfVolumeComesBackAsItWas(Volume volume) {
        byte[] file = VolumeRecord.FORMAT.write(VolumeRecord.of(volume));

        assertThat(VolumeRecord.FORMAT.read(file).toVolume(PoolBench.HERE)).isEqualTo(volume);
    }

    @Test
    void everyFlippedByteAndEveryTruncationOfTheSamplesIsNoticed() throws IOException {
        for (byte[] file : List.of(sample("volume-1.json"), sample("snapshot-1.json"), sample("pool-1.json"))) {
            for (int i = 0; i < file.length; i++) {
                byte[] flipped = file.clone();
                flipped[i] = (byte) ~flipped[i];
                assertUnreadable(flipped);
                assertUnreadable(Arrays.copyOf(file, i));
            }
        }
    }

    @Test
    void noBytesWhateverAreAnythingButARecordOrAnException() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            assertUnreadable(noise);
        }
    }

    private static void assertUnreadable(byte[] file) {
        assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> VolumeRecord.FORMAT.read(file));
        assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> SnapshotRecord.FORMAT.read(file));
        assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> PoolRecord.FORMAT.read(file));
    }

    @Test
    void aWholeRecordThatMeansNothingIsRefused() {
        SnapshotRecord record = SnapshotRecord.of(SNAPSHOT);
        SnapshotRecord escaping = new SnapshotRecord(
                "../../etc", "s", record.sourceVolume(), 1, 1, record.consistency(), record.contents(), CREATED);
        VolumeRecord volume = VolumeRecord.of(VOLUME);
        VolumeRecord formatless = new VolumeRecord(
                volume.id(),
                "v",
                1,
                List.of(),
                volume.parameters(),
                Optional.empty(),
                Optional.empty(),
                new ContentsRecord(ContentsRecord.State.FORMATTED, Optional.empty()),
                CREATED);

        assertThatExceptionOfType(UnreadableRecordException.class).isThrownBy(() -> escaping.toStored(PoolBench.HERE));
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> formatless.toVolume(PoolBench.HERE));
    }
}
