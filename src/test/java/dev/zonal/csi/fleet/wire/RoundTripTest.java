package dev.zonal.csi.fleet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.backend.Capacity;
import dev.zonal.csi.backend.Home;
import dev.zonal.csi.backend.HomeState;
import dev.zonal.csi.backend.NewSnapshot;
import dev.zonal.csi.backend.NewVolume;
import dev.zonal.csi.fleet.HomeCapacity;
import dev.zonal.csi.fleet.HomeReport;
import dev.zonal.csi.fleet.Report;
import dev.zonal.csi.model.AccessMode;
import dev.zonal.csi.model.AccessType;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Consistency;
import dev.zonal.csi.model.ContentSource;
import dev.zonal.csi.model.Contents;
import dev.zonal.csi.model.FilesystemType;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.model.Provisioning;
import dev.zonal.csi.model.Snapshot;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.Topology;
import dev.zonal.csi.model.Volume;
import dev.zonal.csi.model.VolumeCapability;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.model.VolumeParameters;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever crosses the wire arrives as it was. */
@ExtendWith(QuietLogs.class)
class RoundTripTest {
    private static final HomeId HOME = new HomeId("aaaaaa22");
    private static final VolumeId SOURCE = VolumeId.of("source", HOME);
    private static final SnapshotId CUT = SnapshotId.of("cut", HOME);
    private static final KubernetesObject OWNER = new KubernetesObject("shop", "data-0");
    private static final Instant SOMETIME = Instant.parse("2026-05-04T03:02:01.123456789Z");
    private static final List<Topology> PLACES =
            List.of(Topology.of(Map.of("t/zone", "a", "t/node", "n1")), Topology.ANYWHERE);
    private static final Set<VolumeCapability> CAPABILITIES = Set.of(
            new VolumeCapability(new AccessType.Block(), AccessMode.MULTI_NODE_READER_ONLY),
            new VolumeCapability(
                    new AccessType.Mounted(Optional.empty(), List.of()), AccessMode.SINGLE_NODE_MULTI_WRITER),
            new VolumeCapability(
                    new AccessType.Mounted(Optional.of(FilesystemType.XFS), List.of("noatime", "ro")),
                    AccessMode.SINGLE_NODE_WRITER));
    private static final VolumeParameters PARAMETERS =
            new VolumeParameters(Optional.of("fast"), Provisioning.THICK, List.of("-m", "0"), List.of("noatime"));

    private static Volume volume(Contents contents, Optional<ContentSource> source, VolumeParameters parameters) {
        return new Volume(
                SOURCE,
                "a\n\"ü\"",
                ByteSize.ofGibibytes(3),
                CAPABILITIES,
                parameters,
                source,
                contents,
                SOMETIME,
                PLACES,
                source.map(_ -> OWNER));
    }

    private static Snapshot snapshot(Consistency consistency, boolean ready) {
        return new Snapshot(
                CUT,
                "s",
                SOURCE,
                ByteSize.ofGibibytes(1),
                consistency,
                new Contents.Raw(),
                SOMETIME,
                ready,
                PLACES,
                Optional.of(OWNER).filter(_ -> ready));
    }

    @Test
    void reports(@TempDir Path folder) {
        HomeCapacity capacity = new HomeCapacity(
                new Capacity(ByteSize.ofGibibytes(9), ByteSize.ofGibibytes(8), ByteSize.ofMebibytes(1)), Capacity.NONE);
        List<Report> told = List.of(
                new Report.Hello(1, "n1", "local.csi.zonal.dev", "1.0"),
                new Report.Homes(
                        2,
                        List.of(
                                new HomeReport(
                                        new Home(HOME, "fast", PLACES),
                                        true,
                                        new HomeState.Serving("fast"),
                                        capacity,
                                        Map.of(SOURCE.value(), "its image is gone"),
                                        Map.of(CUT.value(), "it can't be used")),
                                new HomeReport(
                                        new Home(new HomeId("bbbbbb22"), "big", PLACES),
                                        false,
                                        new HomeState.Opening("big", SOMETIME),
                                        HomeCapacity.NONE,
                                        Map.of(),
                                        Map.of()),
                                new HomeReport(
                                        new Home(new HomeId("cccccc22"), "old", List.of()),
                                        true,
                                        new HomeState.Sick("old", "its disk fails", SOMETIME),
                                        HomeCapacity.NONE,
                                        Map.of(),
                                        Map.of()))),
                new Report.Objects(
                        3,
                        List.of(
                                volume(new Contents.Blank(), Optional.empty(), VolumeParameters.DEFAULT),
                                volume(
                                        new Contents.Formatting(FilesystemType.BTRFS),
                                        Optional.of(new ContentSource.FromSnapshot(CUT)),
                                        PARAMETERS),
                                volume(
                                        new Contents.Formatted(FilesystemType.EXT4),
                                        Optional.of(new ContentSource.FromVolume(SOURCE)),
                                        PARAMETERS)),
                        List.of(snapshot(Consistency.FROZEN, true), snapshot(Consistency.SYNCED, false)),
                        List.of(SOURCE, CUT)),
                new Report.Complete(4, HOME),
                new Report.Beat(5));
        List<Report> arrived = new ArrayList<>();
        try (ServedAgent served = new ServedAgent(folder.resolve("a.sock"))) {
            served.tells(told);

            assertThat(catchThrowable(() -> served.session().watch(arrived::add)))
                    .hasMessage("that is all");
        }

        assertThat(arrived).isEqualTo(told);
    }

    @Test
    void commandsAndTheirEffects(@TempDir Path folder) {
        NewVolume volume = new NewVolume(
                SOURCE,
                "a",
                ByteSize.ofGibibytes(3),
                CAPABILITIES,
                PARAMETERS,
                Optional.of(new ContentSource.FromSnapshot(CUT)),
                Optional.of(OWNER));
        NewSnapshot snapshot = new NewSnapshot(CUT, "s", SOURCE, Consistency.FROZEN, Optional.of(OWNER));
        try (ServedAgent served = new ServedAgent(folder.resolve("a.sock"))) {
            Volume made = served.session().createVolume(volume).result();
            Snapshot cut = served.session().createSnapshot(snapshot).result();
            long revision = served.session().deleteSnapshot(CUT).revision();

            assertThat(served.received()).containsExactly(volume, snapshot, CUT);
            assertThat(made.contents()).isEqualTo(new Contents.Formatted(FilesystemType.XFS));
            assertThat(cut.readyToUse()).isFalse();
            assertThat(revision).isEqualTo(7);
        }
    }
}
