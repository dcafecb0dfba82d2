package dev.zonal.csi.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.FindGarbageRequest;
import dev.zonal.csi.v1.Finding;
import dev.zonal.csi.v1.Finding.Kind;
import dev.zonal.csi.v1.FleetStatusRequest;
import dev.zonal.csi.v1.GetNamesRequest;
import dev.zonal.csi.v1.KubernetesObject;
import dev.zonal.csi.v1.MaintenanceGrpc;
import dev.zonal.csi.v1.Named;
import io.grpc.Status.Code;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(QuietLogs.class)
class MaintenanceServiceTest {
    private static final Path NOTES = Path.of("/pool/volumes/notes");

    private final ServedDriver driver = new ServedDriver();

    @AfterEach
    void stop() {
        driver.close();
    }

    private List<Named> names(String... ids) {
        return MaintenanceGrpc.newBlockingStub(driver.channel())
                .getNames(GetNamesRequest.newBuilder().addAllIds(List.of(ids)).build())
                .getObjectsList();
    }

    private static KubernetesObject object(String name) {
        return KubernetesObject.newBuilder().setNamespace("shop").setName(name).build();
    }

    @Test
    void aVolumeAndASnapshotAreNamedAsTheirCallersDo() {
        CreateVolumeRequest.Builder claimed = Requests.createVolume()
                .putParameters("csi.storage.k8s.io/pvc/namespace", "shop")
                .putParameters("csi.storage.k8s.io/pvc/name", "db")
                .putParameters("csi.storage.k8s.io/pv/name", "pvc-1");
        String volume =
                driver.controller().createVolume(claimed.build()).getVolume().getVolumeId();
        CreateSnapshotRequest.Builder nightly = Requests.createSnapshot(volume)
                .putParameters("csi.storage.k8s.io/volumesnapshot/namespace", "shop")
                .putParameters("csi.storage.k8s.io/volumesnapshot/name", "nightly")
                .putParameters("csi.storage.k8s.io/volumesnapshotcontent/name", "snapcontent-1");
        String snapshot = driver.controller()
                .createSnapshot(nightly.build())
                .getSnapshot()
                .getSnapshotId();

        assertThat(names(snapshot, "vol-nobody", "../..", volume))
                .containsExactly(
                        Named.newBuilder()
                                .setId(snapshot)
                                .setName("snap-1")
                                .setVolumeSnapshot(object("nightly"))
                                .build(),
                        Named.newBuilder()
                                .setId(volume)
                                .setName("pvc-1")
                                .setClaim(object("db"))
                                .build());
    }

    /** Who asks again for the same name gets the same volume, whatever it says of the claim; what was noted first stays. */
    @Test
    void theClaimMakesNoTwoRequestsDifferent() {
        CreateVolumeRequest.Builder claimed = Requests.createVolume()
                .putParameters("csi.storage.k8s.io/pvc/namespace", "shop")
                .putParameters("csi.storage.k8s.io/pvc/name", "db");
        String made =
                driver.controller().createVolume(claimed.build()).getVolume().getVolumeId();

        assertThat(driver.controller()
                        .createVolume(claimed.putParameters("csi.storage.k8s.io/pvc/name", "other")
                                .build())
                        .getVolume()
                        .getVolumeId())
                .isEqualTo(made);
        assertThat(driver.controller()
                        .createVolume(Requests.createVolume().build())
                        .getVolume()
                        .getVolumeId())
                .isEqualTo(made);
        assertThat(names(made)).extracting(Named::getClaim).containsExactly(object("db"));
    }

    @Test
    void whatNoClaimCanBeCalledIsNotKept() {
        String volume = driver.controller()
                .createVolume(Requests.createVolume()
                        .putParameters("csi.storage.k8s.io/pvc/namespace", "shop")
                        .putParameters("csi.storage.k8s.io/pvc/name", "../DB")
                        .build())
                .getVolume()
                .getVolumeId();

        assertThat(names(volume)).extracting(Named::hasClaim).containsExactly(false);
    }

    @Test
    void tooManyIdsAreRefused() {
        String[] many = new String[10_001];
        Arrays.fill(many, "vol-x");

        assertThat(Requests.refusal(() -> names(many)).getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void aDriverWithPoolsOfItsOwnHasNoFleet() {
        assertThat(Requests.refusal(() -> MaintenanceGrpc.newBlockingStub(driver.channel())
                        .fleetStatus(FleetStatusRequest.getDefaultInstance())))
                .satisfies(refusal -> {
                    assertThat(refusal.getCode()).isEqualTo(Code.UNIMPLEMENTED);
                    assertThat(refusal.getDescription()).contains("no controller of a fleet");
                });
    }

    @Test
    void aFindingSaysWhatWhereHowBigWhyAndHowItGoes() {
        driver.host.ports().files().createFile(NOTES, new byte[4096]);

        assertThat(MaintenanceGrpc.newBlockingStub(driver.channel())
                        .findGarbage(FindGarbageRequest.getDefaultInstance())
                        .getFindingsList())
                .containsExactly(Finding.newBuilder()
                        .setKind(Kind.FILE)
                        .setPath(NOTES.toString())
                        .setSizeBytes(driver.host
                                .ports()
                                .files()
                                .status(NOTES)
                                .orElseThrow()
                                .allocatedBytes())
                        .setReason("its name is no id of this pool")
                        .setAdvice("look what it holds before it goes")
                        .setCommand("rm -r -- " + NOTES)
                        .build());
    }
}
