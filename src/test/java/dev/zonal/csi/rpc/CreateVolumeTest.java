package dev.zonal.csi.rpc;

import static dev.zonal.csi.rpc.Requests.createSnapshot;
import static dev.zonal.csi.rpc.Requests.createVolume;
import static dev.zonal.csi.rpc.Requests.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.ListVolumesRequest;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.TopologyRequirement;
import dev.zonal.csi.v1.Volume;
import dev.zonal.csi.v1.VolumeCapability;
import dev.zonal.csi.v1.VolumeCapability.AccessMode.Mode;
import dev.zonal.csi.v1.VolumeContentSource;
import io.grpc.Status.Code;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CreateVolumeTest {
    private final ServedDriver driver = new ServedDriver();

    @AfterEach
    void close() {
        driver.close();
    }

    static Stream<Arguments> spoiltVolumes() {
        return Stream.of(
                spoilt("name: missing", request -> request.clearName()),
                spoilt("name: 129 bytes", request -> request.setName("é".repeat(64) + "x")),
                spoilt("name: a name must not", request -> request.setName("a\0b")),
                spoilt("name: a name must not", request -> request.setName("a\u001bb")),
                spoilt("name: a name must not", request -> request.setName("a\u0085b")),
                spoilt("volume_capabilities: missing", request -> request.clearVolumeCapabilities()),
                capability("volume_capabilities[0].access_type: missing", wish -> wish.clearMount()),
                capability("volume_capabilities[0].access_mode: missing", wish -> wish.clearAccessMode()),
                capability(
                        "volume_capabilities[0].access_mode: 42 is no mode",
                        wish -> wish.getAccessModeBuilder().setModeValue(42)),
                capability(
                        "MULTI_NODE_MULTI_WRITER is not supported",
                        wish -> wish.getAccessModeBuilder().setMode(Mode.MULTI_NODE_MULTI_WRITER)),
                capability(
                        "MULTI_NODE_SINGLE_WRITER is not supported",
                        wish -> wish.getAccessModeBuilder().setMode(Mode.MULTI_NODE_SINGLE_WRITER)),
                capability(
                        "mount.fs_type: 'ext5' is none of ext4, xfs, btrfs; did you mean 'ext4'?",
                        wish -> wish.getMountBuilder().setFsType("ext5")),
                capability(
                        "mount.mount_flags: 'errors=panic' has a value",
                        wish -> wish.getMountBuilder().setFsType("ext4").addMountFlags("errors=panic")),
                capability(
                        "mount.mount_flags: 'bind' is not among",
                        wish -> wish.getMountBuilder().addMountFlags("bind")),
                capability(
                        "mount.volume_mount_group: not supported",
                        wish -> wish.getMountBuilder().setVolumeMountGroup("1000")),
                spoilt(
                        "required_bytes: -1 is negative",
                        request -> request.getCapacityRangeBuilder().setRequiredBytes(-1)),
                spoilt(
                        "limit_bytes: -9223372036854775808",
                        request -> request.getCapacityRangeBuilder().setLimitBytes(Long.MIN_VALUE)),
                spoilt(
                        "required_bytes 64Mi is more than limit_bytes 1",
                        request -> request.getCapacityRangeBuilder().setLimitBytes(1)),
                spoilt(
                        "parameters: 'pol' is unknown; did you mean 'pool'?",
                        request -> request.putParameters("pol", "x")),
                spoilt(
                        "provisioning: 'fat' is none of thin, thick",
                        request -> request.putParameters("provisioning", "fat")),
                spoilt("mkfsOptions: '-F' is not among", request -> request.putParameters("mkfsOptions", "-F 1")),
                spoilt(
                        "mountOptions: 'loop' is not among",
                        request -> request.putParameters("mountOptions", "noatime,loop")),
                spoilt("parameters: 5001 bytes", request -> request.putParameters("x", "y".repeat(5000))),
                spoilt(
                        "mutable_parameters: this driver has none",
                        request -> request.putModifiableParameters("iops", "5")),
                spoilt(
                        "volume_content_source.type: missing",
                        request -> request.setVolumeContentSource(VolumeContentSource.getDefaultInstance())),
                spoilt(
                        "volume_content_source.snapshot.snapshot_id: missing",
                        request -> request.getVolumeContentSourceBuilder().getSnapshotBuilder()),
                spoilt(
                        "is named twice",
                        request -> request.getAccessibilityRequirementsBuilder()
                                .addRequisiteBuilder()
                                .putSegments("a/Zone", "x")
                                .putSegments("a/zone", "x")));
    }

    @ParameterizedTest
    @MethodSource("spoiltVolumes")
    void aMalformedRequestIsRefusedWithItsField(String message, CreateVolumeRequest request) {
        var refusal = refusal(() -> driver.controller().createVolume(request));

        assertThat(refusal.getCode()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refusal.getDescription()).contains(message);
        assertThat(list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\tb", "..", "/etc/passwd", "名前", "x y", "%00", "-"})
    void aNameIsAnyTextThatTheSpecAllows(String name) {
        Volume volume = create(createVolume().setName(name));

        assertThat(volume.getVolumeId()).matches("vol-[a-z2-7]{26}-[a-z2-7]{8}");
        assertThat(create(createVolume().setName(name))).isEqualTo(volume);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {
                "SINGLE_NODE_WRITER",
                "SINGLE_NODE_READER_ONLY",
                "MULTI_NODE_READER_ONLY",
                "SINGLE_NODE_SINGLE_WRITER",
                "SINGLE_NODE_MULTI_WRITER",
            })
    void aSupportedModeIsAccepted(Mode mode) {
        CreateVolumeRequest.Builder request = createVolume();
        request.getVolumeCapabilitiesBuilder(0).getAccessModeBuilder().setMode(mode);

        assertThat(create(request).getVolumeId()).isNotEmpty();
    }

    @Test
    void whatKubernetesAddsToTheParametersIsNoConcernOfOurs() {
        Volume volume = create(createVolume()
                .putParameters("csi.storage.k8s.io/pvc/name", "data")
                .putParameters("csi.storage.k8s.io/fstype", "zfs")
                .putParameters("provisioning", "thick")
                .putParameters("mkfsOptions", "-m 0")
                .putParameters("mountOptions", "noatime,discard"));

        assertThat(volume.getVolumeId()).isNotEmpty();
    }

    @Test
    void aRestoreAndACloneEchoTheirSource() {
        Volume source = create(createVolume());
        Snapshot snapshot = snapshot(source);
        VolumeContentSource.Builder fromSnapshot = VolumeContentSource.newBuilder();
        fromSnapshot.getSnapshotBuilder().setSnapshotId(snapshot.getSnapshotId());
        VolumeContentSource.Builder fromVolume = VolumeContentSource.newBuilder();
        fromVolume.getVolumeBuilder().setVolumeId(source.getVolumeId());

        assertThat(create(createVolume().setName("restore").setVolumeContentSource(fromSnapshot))
                        .getContentSource())
                .isEqualTo(fromSnapshot.build());
        assertThat(create(createVolume().setName("clone").setVolumeContentSource(fromVolume))
                        .getContentSource())
                .isEqualTo(fromVolume.build());
    }

    @Test
    void aForeignSourceIsNotFound() {
        CreateVolumeRequest.Builder request = createVolume();
        request.getVolumeContentSourceBuilder().getSnapshotBuilder().setSnapshotId("non-existing-snapshot-id");

        assertThat(refusal(() -> driver.controller().createVolume(request.build()))
                        .getCode())
                .isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void aPlaceThatIsNotHereIsAnotherNodesConcern() {
        CreateVolumeRequest request = createVolume()
                .setAccessibilityRequirements(
                        TopologyRequirement.newBuilder().addRequisite(Requests.topology("topology.test/zone", "b")))
                .build();

        var refusal = refusal(() -> driver.controller().createVolume(request));

        assertThat(refusal.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(refusal.getDescription()).contains("topology.test/zone=b", "topology.test/zone=a");
    }

    @Test
    void theSameNameWithAnotherRequestExistsAlready() {
        create(createVolume());
        CreateVolumeRequest.Builder larger = createVolume();
        larger.getCapacityRangeBuilder().setRequiredBytes(128 << 20);

        assertThat(refusal(() -> driver.controller().createVolume(larger.build()))
                        .getCode())
                .isEqualTo(Code.ALREADY_EXISTS);
    }

    @Test
    void aVolumeSaysWhatTheSpecWantsToKnow() {
        Volume volume = create(createVolume());

        assertThat(volume.getVolumeId()).matches("vol-[a-z2-7]{26}-[a-z2-7]{8}");
        assertThat(volume.getCapacityBytes()).isEqualTo(64 << 20);
        assertThat(volume.getVolumeContextMap()).isEmpty();
        assertThat(volume.hasContentSource()).isFalse();
        assertThat(volume.getAccessibleTopologyList())
                .singleElement()
                .satisfies(place -> assertThat(place.getSegmentsMap()).isEqualTo(ServedDriver.HERE.segments()));
        assertThat(create(createVolume())).isEqualTo(volume);
    }

    private Volume create(CreateVolumeRequest.Builder request) {
        return driver.controller().createVolume(request.build()).getVolume();
    }

    private Snapshot snapshot(Volume source) {
        return driver.controller()
                .createSnapshot(createSnapshot(source.getVolumeId()).build())
                .getSnapshot();
    }

    private Stream<String> list() {
        return driver.controller().listVolumes(ListVolumesRequest.getDefaultInstance()).getEntriesList().stream()
                .map(entry -> entry.getVolume().getVolumeId());
    }

    private static Arguments spoilt(String message, Consumer<CreateVolumeRequest.Builder> spoil) {
        CreateVolumeRequest.Builder request = createVolume();
        spoil.accept(request);
        return Arguments.of(message, request.build());
    }

    private static Arguments capability(String message, Consumer<VolumeCapability.Builder> spoil) {
        return spoilt(message, request -> spoil.accept(request.getVolumeCapabilitiesBuilder(0)));
    }
}
