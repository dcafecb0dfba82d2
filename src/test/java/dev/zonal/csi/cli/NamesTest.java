package dev.zonal.csi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.SnapshotId;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.v1.KubernetesObject;
import dev.zonal.csi.v1.Named;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Volume;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NamesTest extends DriverTest {
    private static final HomeId HOME = new HomeId("abcdefgh");
    private static final String VOLUME = VolumeId.of("db", HOME).value();
    private static final String SNAPSHOT = SnapshotId.of("before", HOME).value();

    @BeforeEach
    void aVolumeAndASnapshotThatWereMadeByName() {
        driver.controller.volumes.put(
                VOLUME, Volume.newBuilder().setVolumeId(VOLUME).build());
        driver.controller.snapshots.put(
                SNAPSHOT,
                Snapshot.newBuilder()
                        .setSnapshotId(SNAPSHOT)
                        .setSourceVolumeId(VOLUME)
                        .build());
    }

    @Test
    void aNameLeadsToTheId() {
        assertThat(shell.type("volume show db -o name").out()).isEqualTo(VOLUME + "\n");
        assertThat(shell.type("volume show " + VOLUME + " -o name").out()).isEqualTo(VOLUME + "\n");
        assertThat(shell.type("snapshot show before -o name").out()).isEqualTo(SNAPSHOT + "\n");
        assertThat(shell.type("snapshot list --volume db -o name").out()).isEqualTo(SNAPSHOT + "\n");
        assertThat(shell.type("node stage db " + folder.resolve("s")).exitCode())
                .isZero();
        assertThat(driver.node.staged).containsOnlyKeys(VOLUME);
    }

    private static KubernetesObject object(String name) {
        return KubernetesObject.newBuilder().setNamespace("shop").setName(name).build();
    }

    @Test
    void theClaimLeadsToTheIdWhereOneVolumeAloneWasMadeForIt() {
        driver.maintenance.name(
                Named.newBuilder().setId(VOLUME).setClaim(object("orders")).build());
        driver.maintenance.name(Named.newBuilder()
                .setId(SNAPSHOT)
                .setVolumeSnapshot(object("nightly"))
                .build());

        assertThat(shell.type("volume show shop/orders -o name").out()).isEqualTo(VOLUME + "\n");
        assertThat(shell.type("snapshot show shop/nightly -o name").out()).isEqualTo(SNAPSHOT + "\n");
        assertThat(shell.type("volume show shop/other").exitCode()).isEqualTo(5);

        driver.controller.volumes.put(
                "vol-x", Volume.newBuilder().setVolumeId("vol-x").build());
        driver.maintenance.name(
                Named.newBuilder().setId("vol-x").setClaim(object("orders")).build());
        assertThat(shell.type("volume show shop/orders").exitCode()).isEqualTo(5);
    }

    /** A claim of that name may have another volume by now. */
    @Test
    void nothingIsDeletedByItsClaim() {
        driver.maintenance.name(
                Named.newBuilder().setId(VOLUME).setClaim(object("orders")).build());

        shell.type("volume delete shop/orders");

        assertThat(driver.controller.volumes).containsKey(VOLUME);
    }

    @Test
    void aSourceMayBeNamed() {
        shell.type("snapshot create after --volume db");
        shell.type("volume clone copy --source db");
        shell.type("volume restore back --snapshot before");

        assertThat(driver.controller.snapshots.get("snap-after"))
                .extracting(Snapshot::getSourceVolumeId)
                .isEqualTo(VOLUME);
        assertThat(driver.controller.created)
                .extracting(
                        request -> request.getVolumeContentSource().getVolume().getVolumeId())
                .containsExactly(VOLUME, "");
        assertThat(driver.controller
                        .created
                        .getLast()
                        .getVolumeContentSource()
                        .getSnapshot()
                        .getSnapshotId())
                .isEqualTo(SNAPSHOT);
    }

    @Test
    void deletingSaysWhatWasDeleted() {
        assertThat(shell.type("volume delete db").out()).isEqualTo("volume " + VOLUME + " deleted\n");
        assertThat(shell.type("snapshot delete before").out()).isEqualTo("snapshot " + SNAPSHOT + " deleted\n");
        assertThat(driver.controller.volumes).isEmpty();
        assertThat(driver.controller.snapshots).isEmpty();
    }

    @Test
    void whatIsNotThereIsNoError() {
        Shell.Answer answer = shell.type("volume delete bd");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).isEqualTo("there is no volume bd; nothing to delete\n");
        assertThat(driver.controller.volumes).containsOnlyKeys(VOLUME);
    }
}
