package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.model.KubernetesObject;
import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.ControllerExpandVolumeRequest;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.DeleteVolumeRequest;
import dev.zonal.csi.v1.GetPluginInfoRequest;
import dev.zonal.csi.v1.ProbeRequest;
import dev.zonal.csi.v1.VolumeCapability;
import dev.zonal.csi.v1.VolumeCapability.AccessMode;
import dev.zonal.csi.v1.VolumeCapability.AccessMode.Mode;
import dev.zonal.csi.v1.VolumeCapability.MountVolume;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AccessLogTest {
    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(folder.resolve("csi.sock"), 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void logsACallInOneLine() {
        server.controller()
                .createVolume(CreateVolumeRequest.newBuilder()
                        .setName("pvc-1")
                        .setCapacityRange(CapacityRange.newBuilder().setRequiredBytes(1 << 20))
                        .build());

        assertThat(server.log().lines())
                .singleElement()
                .asString()
                .matches("\\S+Z INFO  call method=CreateVolume code=OK ms=\\d+\\.\\d{3} name=pvc-1"
                        + " capacity_range.required_bytes=1048576");
    }

    @Test
    void tellsWhatStandsWithinOtherMessagesByItsName() {
        assertThatThrownBy(() -> server.controller()
                        .controllerExpandVolume(ControllerExpandVolumeRequest.newBuilder()
                                .setVolumeId("vol-1")
                                .setVolumeCapability(VolumeCapability.newBuilder()
                                        .setMount(MountVolume.newBuilder()
                                                .setFsType("ext4")
                                                .addMountFlags("in-the-list"))
                                        .setAccessMode(AccessMode.newBuilder().setMode(Mode.SINGLE_NODE_WRITER)))
                                .build()))
                .isInstanceOf(StatusRuntimeException.class);

        assertThat(server.log())
                .contains(" volume_id=vol-1 volume_capability.mount.fs_type=ext4"
                        + " volume_capability.access_mode.mode=SINGLE_NODE_WRITER")
                .doesNotContain("in-the-list");
    }

    @Test
    void neverLogsASecretNorAMap() {
        server.controller()
                .createVolume(CreateVolumeRequest.newBuilder()
                        .setName("pvc-1")
                        .putSecrets("passphrase", "hunter2")
                        .putParameters("key", "in-the-map")
                        .build());

        assertThat(server.log()).contains("name=pvc-1").doesNotContain("hunter2", "passphrase", "in-the-map");
    }

    @Test
    void namesTheClaimThatAVolumeIsMadeFor() {
        server.controller()
                .createVolume(CreateVolumeRequest.newBuilder()
                        .setName("pvc-1")
                        .putParameters("csi.storage.k8s.io/pvc/namespace", "shop")
                        .putParameters("csi.storage.k8s.io/pvc/name", "db")
                        .build());

        assertThat(server.log()).contains(" name=pvc-1 for=shop/db");
    }

    @Test
    void namesTheSnapshotOfKubernetesThatOneIsCutFor() {
        assertThatThrownBy(() -> server.controller()
                        .createSnapshot(CreateSnapshotRequest.newBuilder()
                                .setName("snapshot-1")
                                .setSourceVolumeId("vol-1")
                                .putParameters("csi.storage.k8s.io/volumesnapshot/namespace", "shop")
                                .putParameters("csi.storage.k8s.io/volumesnapshot/name", "nightly")
                                .build()))
                .isInstanceOf(StatusRuntimeException.class);

        assertThat(server.log()).contains(" source_volume_id=vol-1 name=snapshot-1 for=shop/nightly error=");
    }

    /** Also in the line about the deletion, after which nobody knows it any more. */
    @Test
    void namesWhatIsKnownOfAnId() {
        server.controller.madeFor.put("vol-1", new KubernetesObject("shop", "db"));

        server.controller()
                .deleteVolume(
                        DeleteVolumeRequest.newBuilder().setVolumeId("vol-1").build());
        server.controller()
                .deleteVolume(
                        DeleteVolumeRequest.newBuilder().setVolumeId("vol-2").build());

        assertThat(server.log().lines()).hasSize(2);
        assertThat(server.log()).contains(" volume_id=vol-1 for=shop/db").containsPattern(" volume_id=vol-2\\R");
    }

    @Test
    void aClaimCantForgeALine() {
        server.controller()
                .createVolume(CreateVolumeRequest.newBuilder()
                        .setName("pvc-1")
                        .putParameters("csi.storage.k8s.io/pvc/namespace", "shop")
                        .putParameters("csi.storage.k8s.io/pvc/name", "db\n2026 INFO call")
                        .build());

        assertThat(server.log().lines()).singleElement().asString().endsWith("name=pvc-1");
    }

    @Test
    void aNameCantForgeALine() {
        server.controller()
                .createVolume(CreateVolumeRequest.newBuilder()
                        .setName("x\n2026 INFO call method=DeleteVolume\u001b[2J\u2028")
                        .build());

        assertThat(server.log().lines()).hasSize(1);
        assertThat(server.log()).contains("name=\"x\\n2026 INFO call method=DeleteVolume\\u001b[2J\\u2028\"");
    }

    @Test
    void tellsOfProbesOnlyWhereSomebodyLooksClosely() {
        server.identity().probe(ProbeRequest.getDefaultInstance());
        server.identity().getPluginInfo(GetPluginInfoRequest.getDefaultInstance());

        server.awaitLog("method=Probe");
        server.awaitLog("method=GetPluginInfo");
        assertThat(server.log().lines()).hasSize(2).allMatch(line -> line.contains(" DEBUG call"));
    }
}
