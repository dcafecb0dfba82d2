package dev.zonal.csi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.v1.KubernetesObject;
import dev.zonal.csi.v1.Named;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class OtherCommandsTest extends DriverTest {
    @Test
    void snapshotsAreCutShownListedAndDeleted() {
        shell.type("volume create db --size 1Gi");
        for (String name : new String[] {"s1", "s2", "s3"}) {
            shell.type("snapshot create " + name + " --source vol-db --frozen");
        }

        assertThat(shell.type("snapshot show snap-s1").out()).isEqualTo("""
                snapshot       snap-s1
                of volume      vol-db
                size           1Gi (1073741824 bytes)
                created        2026-01-01T00:00:00Z
                ready to use   yes
                """);
        assertThat(shell.type("snapshot list --source vol-db").out()).isEqualTo("""
                SNAPSHOT   OF VOLUME   SIZE   CREATED                READY
                snap-s1    vol-db      1Gi    2026-01-01T00:00:00Z   yes
                snap-s2    vol-db      1Gi    2026-01-01T00:00:00Z   yes
                snap-s3    vol-db      1Gi    2026-01-01T00:00:00Z   yes
                """);
        assertThat(shell.type("snapshot list --source vol-other").out()).isEqualTo("There are no snapshots.\n");
        assertThat(json(shell.type("snapshot show snap-s1 -o json"))
                        .at("/snapshot/creationTime")
                        .stringValue())
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(shell.type("snapshot delete snap-s1").out()).isEqualTo("snapshot snap-s1 deleted\n");
        assertThat(shell.type("snapshot ls -o name").out()).isEqualTo("snap-s2\nsnap-s3\n");
    }

    @Test
    void listAndShowTellWhatPeopleCallASnapshot() {
        shell.type("volume create db --size 1Gi");
        shell.type("snapshot create s1 --source vol-db");
        driver.maintenance.name(Named.newBuilder()
                .setId("snap-s1")
                .setName("snapshot-1")
                .setVolumeSnapshot(
                        KubernetesObject.newBuilder().setNamespace("shop").setName("nightly"))
                .build());

        assertThat(shell.type("snapshot list").out()).isEqualTo("""
                SNAPSHOT   NAME         VOLUMESNAPSHOT   OF VOLUME   SIZE   CREATED                READY
                snap-s1    snapshot-1   shop/nightly     vol-db      1Gi    2026-01-01T00:00:00Z   yes
                """);
        assertThat(shell.type("snapshot show snap-s1").out()).startsWith("""
                snapshot         snap-s1
                name             snapshot-1
                VolumeSnapshot   shop/nightly
                of volume        vol-db
                """);
        JsonNode list = json(shell.type("snapshot list -o json"));
        assertThat(list.at("/entries/0/snapshot/volumeSnapshot/name").stringValue())
                .isEqualTo("nightly");
        assertThat(list.at("/entries/0/snapshot/snapshotId").stringValue()).isEqualTo("snap-s1");
        assertThat(json(shell.type("snapshot show snap-s1 -o json"))
                        .at("/snapshot/name")
                        .stringValue())
                .isEqualTo("snapshot-1");
    }

    @Test
    void aVolumeIsStagedPublishedAndTakenAway() {
        Path staging = folder.resolve("staging/db");
        Path target = folder.resolve("pods/1/db");
        shell.type("volume create db");

        Shell.Answer staged = shell.type("node stage vol-db " + staging + " --fs ext4 --mount-options noatime,nodev");
        Shell.Answer published = shell.type("node publish vol-db " + staging + " " + target + " --readonly");

        assertThat(staged.out()).isEqualTo("volume vol-db staged at " + staging + "\n");
        assertThat(staging).isDirectory();
        var stage = driver.node.staged.values().iterator().next();
        assertThat(stage.getStagingTargetPath()).isEqualTo(staging.toString());
        assertThat(stage.getVolumeCapability().getMount().getFsType()).isEqualTo("ext4");
        assertThat(stage.getVolumeCapability().getMount().getMountFlagsList()).containsExactly("noatime", "nodev");
        assertThat(published.out()).isEqualTo("volume vol-db published at " + target + "\n");
        assertThat(target.getParent()).isDirectory();
        assertThat(target).doesNotExist();
        assertThat(driver.node.published.values().iterator().next().getReadonly())
                .isTrue();

        assertThat(shell.type("node unpublish vol-db " + target).exitCode()).isZero();
        assertThat(shell.type("node unstage vol-db " + staging).exitCode()).isZero();
        assertThat(driver.node.published).isEmpty();
        assertThat(driver.node.staged).isEmpty();
    }

    @Test
    void publishingWhatIsNotStagedIsRefused() {
        Shell.Answer answer = shell.type("node publish vol-db /s " + folder.resolve("t"));

        assertThat(answer.exitCode()).isEqualTo(9);
        assertThat(answer.err()).isEqualTo("FAILED_PRECONDITION: the volume is not staged on this node\n");
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid() throws IOException {
        Files.writeString(folder.resolve("file"), "");

        Shell.Answer answer = shell.type("node stage vol-db " + folder.resolve("file/below"));

        assertThat(answer.exitCode()).isEqualTo(9);
        assertThat(answer.err())
                .startsWith("FAILED_PRECONDITION: ")
                .contains("file")
                .hasLineCount(1);
    }

    @Test
    void statsShowBytesAndInodes() {
        shell.type("volume create db");

        assertThat(shell.type("node stats vol-db /srv/db").out()).isEqualTo("""
                UNIT     TOTAL   USED    AVAILABLE   CONDITION
                bytes    1Gi     256Mi   768Mi       the volume is healthy
                inodes   65536   11      65525       the volume is healthy
                """);
    }

    @Test
    void nodeExpandShowsTheCapacity() {
        shell.type("volume create db --size 2Gi");

        assertThat(shell.type("node expand vol-db /srv/db --size 2Gi").out()).isEqualTo("""
                VOLUME   CAPACITY
                vol-db   2Gi
                """);
    }

    @Test
    void nodeInfoShowsThePlace() {
        assertThat(shell.type("node info").out()).isEqualTo("""
                NODE   TOPOLOGY         MOST VOLUMES
                n1     zone=a,rack=r1   100
                """);
    }

    @Test
    void topologyShowsTheNodeAndWhereTheVolumesAre() {
        shell.type("volume create db --size 1Gi");

        assertThat(shell.type("topology").out()).isEqualTo("""
                This is node n1.

                SEGMENT   VALUE   WHOLE KEY
                zone      a       topology.memory.csi.test/zone
                rack      r1      topology.memory.csi.test/rack

                PLACE            REACHABLE HERE   VOLUME   CAPACITY
                zone=a,rack=r1   yes              vol-db   1Gi
                """);
        var json = json(shell.type("topology -o json"));
        assertThat(json.at("/node/nodeId").stringValue()).isEqualTo("n1");
        assertThat(json.at("/volumes/0/reachableHere").booleanValue()).isTrue();
    }

    @Test
    void capacityIsAskedForAPlace() {
        assertThat(shell.type("capacity --topology zone=a").out()).isEqualTo("""
                AVAILABLE   LARGEST VOLUME   SMALLEST VOLUME
                20Gi        10Gi             1Mi
                """);
        assertThat(json(shell.type("capacity --topology zone=z -o json"))
                        .at("/availableCapacity")
                        .longValue())
                .isZero();
    }

    @Test
    void probeShowsTheDriver() {
        Shell.Answer answer = shell.type("probe");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out().replaceAll("\\(.*\\)", "(its command)"))
                .isEqualTo("""
                driver       memory.csi.test
                version      1.2.3
                served by    process %d (its command)
                ready        yes
                plugin       CONTROLLER_SERVICE, VOLUME_ACCESSIBILITY_CONSTRAINTS
                controller   -
                node         -
                """.formatted(ProcessHandle.current().pid()));
        assertThat(json(shell.type("probe -o json")).at("/ready").booleanValue())
                .isTrue();
    }

    @Test
    void nobodyListensIsSaidInASentence() {
        Path nowhere = folder.resolve("nowhere.sock");

        Shell.Answer answer = Shell.run("volume", "list", "--endpoint", nowhere.toString());

        assertThat(answer.exitCode()).isEqualTo(14);
        assertThat(answer.err())
                .isEqualTo("UNAVAILABLE: there is no socket unix://" + nowhere
                        + "; start the driver (zonal serve), or name another with --endpoint or CSI_ENDPOINT\n");
    }

    @Test
    void completionKnowsTheCommands() {
        Shell.Answer answer = Shell.run("completion");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).contains("_picocli_zonal_volume_create", "--topology");
    }
}
