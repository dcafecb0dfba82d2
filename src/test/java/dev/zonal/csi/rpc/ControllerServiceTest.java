package dev.zonal.csi.rpc;

import static dev.zonal.csi.rpc.Requests.createVolume;
import static dev.zonal.csi.rpc.Requests.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.ControllerGetVolumeRequest;
import dev.zonal.csi.v1.ControllerPublishVolumeRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.DeleteSnapshotRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.GetCapacityRequest;
import dev.zonal.csi.v1.GetCapacityResponse;
import dev.zonal.csi.v1.ListSnapshotsRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.ListVolumesResponse;
import dev.zonal.csi.v1.ValidateVolumeCapabilitiesRequest;
import dev.zonal.csi.v1.ValidateVolumeCapabilitiesResponse;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability.AccessMode.Mode;
import io.grpc.Status;
import io.grpc.Status.Code;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ControllerServiceTest {
    private static final String WELL_FORMED = "vol-aaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbb";

    private final ServedDriver driver = new ServedDriver();

    @AfterEach
    void close() {
        driver.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fake-vol-id", "../../etc", "vol-x", WELL_FORMED, "a\0b"})
    void deletingWhatIsNoneOfOursIsDone(String id) {
        // A well-formed id of another home is refused: it is somebody's.
        if (id.equals(WELL_FORMED)) {
            assertThat(refusal(() -> delete(id)).getCode()).isEqualTo(Code.FAILED_PRECONDITION);
        } else {
            delete(id);
        }
        driver.controller()
                .deleteSnapshot(
                        DeleteSnapshotRequest.newBuilder().setSnapshotId("fake").build());
    }

    @Test
    void anIdHasToBeThere() {
        assertThat(refusal(() -> delete("")).getDescription()).isEqualTo("volume_id: missing");
        assertThat(refusal(() -> driver.controller().deleteSnapshot(DeleteSnapshotRequest.getDefaultInstance()))
                        .getDescription())
                .isEqualTo("snapshot_id: missing");
        assertThat(refusal(() -> delete("x".repeat(129))).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void capabilitiesAreConfirmedOrTheReasonIsTold() {
        String id =
                create(createVolume().putParameters("provisioning", "thick")).getVolumeId();
        ValidateVolumeCapabilitiesRequest asked = ValidateVolumeCapabilitiesRequest.newBuilder()
                .setVolumeId(id)
                .addVolumeCapabilities(Requests.MOUNT)
                .putParameters("provisioning", "thick")
                .build();

        assertThat(validate(asked).getConfirmed().getVolumeCapabilitiesList()).containsExactly(Requests.MOUNT);
        assertThat(validate(asked).getConfirmed().getParametersMap()).containsEntry("provisioning", "thick");
        assertUnconfirmed(asked.toBuilder().setVolumeCapabilities(0, Requests.BLOCK), "not made for block");
        assertUnconfirmed(asked.toBuilder().putParameters("provisioning", "thin"), "provisioning");
        assertUnconfirmed(asked.toBuilder().putParameters("colour", "red"), "'colour' is unknown");
        assertUnconfirmed(asked.toBuilder().putModifiableParameters("iops", "1"), "mutable_parameters");
        ValidateVolumeCapabilitiesRequest.Builder shared = asked.toBuilder();
        shared.getVolumeCapabilitiesBuilder(0).getAccessModeBuilder().setMode(Mode.MULTI_NODE_MULTI_WRITER);
        assertUnconfirmed(shared, "MULTI_NODE_MULTI_WRITER is not supported");
        ValidateVolumeCapabilitiesRequest.Builder zfs = asked.toBuilder();
        zfs.getVolumeCapabilitiesBuilder(0).getMountBuilder().setFsType("zfs");
        assertUnconfirmed(zfs, "'zfs' is none of");
    }

    @Test
    void validationOfNothingOrOfNobodysVolumeIsRefused() {
        ValidateVolumeCapabilitiesRequest.Builder request =
                ValidateVolumeCapabilitiesRequest.newBuilder().setVolumeId("fake");
        assertThat(refusal(() -> validate(request.build())).getDescription()).isEqualTo("volume_capabilities: missing");
        assertThat(refusal(() -> validate(
                                request.addVolumeCapabilities(Requests.MOUNT).build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(refusal(() -> validate(request.clearVolumeId().build())).getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void listsComeInPages() {
        for (int i = 0; i < 5; i++) {
            create(createVolume().setName("v" + i));
        }
        ListVolumesResponse first = driver.controller()
                .listVolumes(ListVolumesRequest.newBuilder().setMaxEntries(2).build());
        ListVolumesResponse rest = driver.controller()
                .listVolumes(ListVolumesRequest.newBuilder()
                        .setStartingToken(first.getNextToken())
                        .build());

        assertThat(first.getEntriesCount()).isEqualTo(2);
        assertThat(rest.getEntriesCount()).isEqualTo(3);
        assertThat(rest.getNextToken()).isEmpty();
        assertThat(first.getEntries(0).getStatus().getVolumeCondition().getAbnormal())
                .isFalse();
        assertThat(first.getEntries(0).getStatus().getVolumeCondition().getMessage())
                .isNotEmpty();
    }

    @Test
    void badPagesAreRefused() {
        assertThat(refusal(() -> driver.controller()
                                .listVolumes(ListVolumesRequest.newBuilder()
                                        .setMaxEntries(-1)
                                        .build()))
                        .getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> driver.controller()
                                .listSnapshots(ListSnapshotsRequest.newBuilder()
                                        .setMaxEntries(Integer.MIN_VALUE)
                                        .build()))
                        .getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal(() -> driver.controller()
                                .listVolumes(ListVolumesRequest.newBuilder()
                                        .setStartingToken("invalid-token")
                                        .build()))
                        .getCode())
                .isEqualTo(Code.ABORTED);
    }

    @Test
    void capacityIsToldForWhatTheSchedulerSends() {
        GetCapacityResponse empty = driver.controller().getCapacity(GetCapacityRequest.getDefaultInstance());
        assertThat(empty.getAvailableCapacity()).isPositive();
        assertThat(empty.getMaximumVolumeSize().getValue()).isPositive();
        assertThat(empty.getMinimumVolumeSize().getValue()).isEqualTo(1 << 20);

        GetCapacityRequest elsewhere = GetCapacityRequest.newBuilder()
                .setAccessibleTopology(Requests.topology("topology.test/zone", "b"))
                .putParameters("csi.storage.k8s.io/fstype", "ext4")
                .build();
        assertThat(driver.controller().getCapacity(elsewhere).getAvailableCapacity())
                .isZero();
        assertThat(refusal(() -> driver.controller()
                                .getCapacity(elsewhere.toBuilder()
                                        .putParameters("x", "y")
                                        .build()))
                        .getCode())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void aVolumeGrows() {
        String id = create(createVolume()).getVolumeId();
        ControllerExpandVolumeRequest request = ControllerExpandVolumeRequest.newBuilder()
                .setVolumeId(id)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(96 << 20))
                .build();

        var answer = driver.controller().controllerExpandVolume(request);

        assertThat(answer.getCapacityBytes()).isEqualTo(96 << 20);
        assertThat(answer.getNodeExpansionRequired()).isTrue();
        assertThat(driver.controller()
                        .controllerGetVolume(ControllerGetVolumeRequest.newBuilder()
                                .setVolumeId(id)
                                .build())
                        .getVolume()
                        .getCapacityBytes())
                .isEqualTo(96 << 20);
        assertThat(refusal(() -> driver.controller()
                                .controllerExpandVolume(
                                        request.toBuilder().clearCapacityRange().build()))
                        .getDescription())
                .isEqualTo("capacity_range: missing");
        assertThat(refusal(() -> driver.controller()
                                .controllerExpandVolume(
                                        request.toBuilder().setVolumeId("fake").build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND);
    }

    /** Not RESOURCE_EXHAUSTED: a caller would wait for what is under way, and not let its user ask for less. */
    @Test
    void aVolumeGrowsNoFurtherThanItsPoolHasRoom() {
        String id = create(createVolume()).getVolumeId();
        ControllerExpandVolumeRequest request = ControllerExpandVolumeRequest.newBuilder()
                .setVolumeId(id)
                .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(8L << 40))
                .build();

        Status refused = refusal(() -> driver.controller().controllerExpandVolume(request));

        assertThat(refused.getCode()).isEqualTo(Code.OUT_OF_RANGE);
        assertThat(refused.getDescription()).contains(id, "at most", "pool '", "left to promise");
    }

    @Test
    void whatIsNotOfferedIsUnimplemented() {
        assertThat(refusal(() -> driver.controller()
                                .controllerPublishVolume(ControllerPublishVolumeRequest.getDefaultInstance()))
                        .getCode())
                .isEqualTo(Code.UNIMPLEMENTED);
    }

    private Volume create(CreateVolumeRequest.Builder request) {
        return driver.controller().createVolume(request.build()).getVolume();
    }

    private void delete(String id) {
        driver.controller()
                .deleteVolume(DeleteVolumeRequest.newBuilder().setVolumeId(id).build());
    }

    private ValidateVolumeCapabilitiesResponse validate(ValidateVolumeCapabilitiesRequest request) {
        return driver.controller().validateVolumeCapabilities(request);
    }

    private void assertUnconfirmed(ValidateVolumeCapabilitiesRequest.Builder request, String reason) {
        ValidateVolumeCapabilitiesResponse answer = validate(request.build());
        assertThat(answer.hasConfirmed()).isFalse();
        assertThat(answer.getMessage()).contains(reason);
    }
}
