package dev.zonal.csi.rpc;

import static dev.zonal.csi.rpc.Requests.createSnapshot;
import static dev.zonal.csi.rpc.Requests.createVolume;
import static dev.zonal.csi.rpc.Requests.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.config.Configuration.SpecVersion;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.GetSnapshotRequest;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.NodeGetInfoRequest;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.Volume;
import io.grpc.Status.Code;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SnapshotCallsTest {
    private static final String WELL_FORMED = "vol-aaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbb";

    private final ServedDriver driver = new ServedDriver();

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void snapshotsAreFoundByIdAndBySource() {
        Volume source = create(createVolume());
        Snapshot snapshot = snapshot(source);

        assertThat(snapshot.getReadyToUse()).isTrue();
        assertThat(snapshot.getSizeBytes()).isEqualTo(64 << 20);
        assertThat(snapshot.getSourceVolumeId()).isEqualTo(source.getVolumeId());
        assertThat(snapshot.hasCreationTime()).isTrue();
        assertThat(snapshot.getAccessibleTopologyList()).as("CSI 1.12").isEmpty();
        assertThat(snapshot(source)).isEqualTo(snapshot);
        assertThat(driver.controller()
                        .getSnapshot(GetSnapshotRequest.newBuilder()
                                .setSnapshotId(snapshot.getSnapshotId())
                                .build())
                        .getSnapshot())
                .isEqualTo(snapshot);
        assertThat(snapshots(ask -> {})).containsExactly(snapshot);
        assertThat(snapshots(ask -> ask.setSnapshotId(snapshot.getSnapshotId())))
                .containsExactly(snapshot);
        assertThat(snapshots(ask -> ask.setSourceVolumeId(source.getVolumeId())))
                .containsExactly(snapshot);
        assertThat(snapshots(
                        ask -> ask.setSnapshotId(snapshot.getSnapshotId()).setSourceVolumeId(source.getVolumeId())))
                .containsExactly(snapshot);
        assertThat(snapshots(ask -> ask.setSnapshotId(snapshot.getSnapshotId()).setSourceVolumeId(WELL_FORMED)))
                .isEmpty();
        assertThat(snapshots(ask -> ask.setSnapshotId("none-exist-id"))).isEmpty();
        assertThat(snapshots(ask -> ask.setSourceVolumeId("none-exist-id"))).isEmpty();
        assertThat(snapshots(ask -> ask.setSourceVolumeId(WELL_FORMED))).isEmpty();
    }

    /** Made for a node where it can be used, it says that it can be used there. */
    @Test
    void fromTheNextVersionOnASnapshotTellsWhereItCanBeUsed() {
        PluginSettings next = new PluginSettings(
                ServedDriver.PLUGIN.driverName(),
                ServedDriver.PLUGIN.mode(),
                SpecVersion.V1_13,
                ServedDriver.PLUGIN.controllerExpansion());
        try (ServedDriver told = new ServedDriver(next)) {
            Topology here = told.node()
                    .nodeGetInfo(NodeGetInfoRequest.getDefaultInstance())
                    .getAccessibleTopology();
            Topology elsewhere = here.toBuilder()
                    .putSegments(
                            ServedDriver.HERE.segments().keySet().iterator().next(), "elsewhere")
                    .build();
            String source = told.controller()
                    .createVolume(createVolume().build())
                    .getVolume()
                    .getVolumeId();
            CreateSnapshotRequest.Builder request = createSnapshot(source);

            request.getAccessibilityRequirementsBuilder().addRequisite(here).addPreferred(here);
            Snapshot snapshot =
                    told.controller().createSnapshot(request.build()).getSnapshot();
            assertThat(snapshot.getAccessibleTopologyList()).containsExactly(here);

            request.setName("another").getAccessibilityRequirementsBuilder().setRequisite(0, elsewhere);
            assertThat(refusal(() -> told.controller().createSnapshot(request.build()))
                            .getCode())
                    .isEqualTo(Code.RESOURCE_EXHAUSTED);
        }
    }

    @Test
    void aMalformedSnapshotRequestIsRefusedWithItsField() {
        String source = create(createVolume()).getVolumeId();

        assertSnapshotRefused(createSnapshot(source).clearName(), Code.INVALID_ARGUMENT, "name: missing");
        assertSnapshotRefused(createSnapshot(""), Code.INVALID_ARGUMENT, "source_volume_id: missing");
        assertSnapshotRefused(createSnapshot("testId"), Code.NOT_FOUND, "source_volume_id");
        assertSnapshotRefused(createSnapshot(WELL_FORMED), Code.NOT_FOUND, WELL_FORMED);
        assertSnapshotRefused(
                createSnapshot(source).putParameters("consistency", "frosen"),
                Code.INVALID_ARGUMENT,
                "did you mean 'frozen'?");
        assertSnapshotRefused(
                createSnapshot(source).putParameters("pool", "x"), Code.INVALID_ARGUMENT, "'pool' is unknown");
    }

    private Volume create(CreateVolumeRequest.Builder request) {
        return driver.controller().createVolume(request.build()).getVolume();
    }

    private Snapshot snapshot(Volume source) {
        return driver.controller()
                .createSnapshot(createSnapshot(source.getVolumeId()).build())
                .getSnapshot();
    }

    private Stream<Snapshot> snapshots(Consumer<ListSnapshotsRequest.Builder> ask) {
        ListSnapshotsRequest.Builder request = ListSnapshotsRequest.newBuilder();
        ask.accept(request);
        return driver.controller().listSnapshots(request.build()).getEntriesList().stream()
                .map(entry -> entry.getSnapshot());
    }

    private void assertSnapshotRefused(
            dev.zonal.csi.v1.CreateSnapshotRequest.Builder request, Code code, String message) {
        var refusal = refusal(() -> driver.controller().createSnapshot(request.build()));
        assertThat(refusal.getCode()).isEqualTo(code);
        assertThat(refusal.getDescription()).contains(message);
    }
}
