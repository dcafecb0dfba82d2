package dev.zonal.csi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.KubernetesObject;
import dev.zonal.csi.v1.Named;
import dev.zonal.csi.v1.VolumeCapability;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class VolumeCommandsTest extends DriverTest {
    @Test
    void createSendsEverythingThatWasSaid() throws IOException {
        Files.writeString(folder.resolve("secrets"), "# for the test\nuser=me\npassword=a=b\n");

        Shell.Answer answer = shell.type("volume create db --size 10Gi --limit 20Gi --fs xfs"
                + " --access-mode single_node_multi_writer --topology zone=a,rack=r1 --topology x.io/zone=b"
                + " --prefer zone=a --pool nvme --thick --param a=b --mkfs-options=-K --mount-options noatime"
                + " --secrets-file " + folder.resolve("secrets"));

        assertThat(answer.err()).isEmpty();
        assertThat(answer.exitCode()).isZero();
        CreateVolumeRequest request = driver.controller.created.getFirst();
        assertThat(request.getName()).isEqualTo("db");
        assertThat(request.getCapacityRange().getRequiredBytes()).isEqualTo(10L << 30);
        assertThat(request.getCapacityRange().getLimitBytes()).isEqualTo(20L << 30);
        VolumeCapability capability = request.getVolumeCapabilities(0);
        assertThat(capability.getMount().getFsType()).isEqualTo("xfs");
        assertThat(capability.getAccessMode().getMode().name()).isEqualTo("SINGLE_NODE_MULTI_WRITER");
        assertThat(request.getParametersMap())
                .isEqualTo(Map.of(
                        "a",
                        "b",
                        "pool",
                        "nvme",
                        "provisioning",
                        "thick",
                        "mkfsOptions",
                        "-K",
                        "mountOptions",
                        "noatime"));
        assertThat(request.getSecretsMap()).isEqualTo(Map.of("user", "me", "password", "a=b"));
        var accessibility = request.getAccessibilityRequirements();
        assertThat(accessibility.getRequisite(0)).isEqualTo(MemoryController.HERE);
        assertThat(accessibility.getRequisite(1).getSegmentsMap()).isEqualTo(Map.of("x.io/zone", "b"));
        assertThat(accessibility.getPreferred(0).getSegmentsMap())
                .isEqualTo(Map.of("topology.memory.csi.test/zone", "a"));
        assertThat(answer.out()).isEqualTo("""
                VOLUME   CAPACITY   SOURCE   ACCESSIBLE FROM
                vol-db   10Gi       -        zone=a,rack=r1
                """);
    }

    @Test
    void createAsksForABlockVolume() {
        Shell.Answer answer = shell.type("volume create raw --block -o name");

        assertThat(answer.out()).isEqualTo("vol-raw\n");
        assertThat(driver.controller.created.getFirst().getVolumeCapabilities(0).hasBlock())
                .isTrue();
        assertThat(driver.controller.created.getFirst().hasCapacityRange()).isFalse();
        assertThat(driver.controller.created.getFirst().hasAccessibilityRequirements())
                .isFalse();
    }

    @Test
    void refusalPrintsTheDriversSentenceAndEndsWithItsCode() {
        Shell.Answer answer = shell.type("volume create db --topology zone=z");

        assertThat(answer.exitCode()).isEqualTo(8);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err())
                .isEqualTo("RESOURCE_EXHAUSTED: nothing here is in that place; there is zone=a,rack=r1\n");
    }

    @Test
    void restoreAndCloneNameTheirSource() {
        shell.type("volume create db --size 3Gi");
        shell.type("snapshot create s --source vol-db");

        Shell.Answer restored = shell.type("volume restore back --snapshot snap-s");
        Shell.Answer cloned = shell.type("volume clone copy --source vol-db -o json");

        assertThat(restored.out()).isEqualTo("""
                VOLUME     CAPACITY   SOURCE   ACCESSIBLE FROM
                vol-back   3Gi        snap-s   zone=a,rack=r1
                """);
        assertThat(json(cloned).at("/contentSource/volume/volumeId").stringValue())
                .isEqualTo("vol-db");
        assertThat(json(cloned).at("/capacityBytes").longValue()).isEqualTo(3L << 30);
    }

    @Test
    void listReadsEveryPage() {
        for (String name : new String[] {"a", "b", "c", "d", "e"}) {
            shell.type("volume create " + name + " --size 1Gi");
        }

        assertThat(shell.type("volume list -o name").out()).isEqualTo("vol-a\nvol-b\nvol-c\nvol-d\nvol-e\n");
        assertThat(shell.type("volume ls").out().lines())
                .hasSize(6)
                .last()
                .asString()
                .startsWith("vol-e    1Gi ");
        assertThat(json(shell.type("volume list -o json"))
                        .at("/entries/4/volume/volumeId")
                        .stringValue())
                .isEqualTo("vol-e");
    }

    @Test
    void listSaysThatThereIsNothing() {
        assertThat(shell.type("volume list").out()).isEqualTo("There are no volumes.\n");
        assertThat(shell.type("volume list -o name").out()).isEmpty();
    }

    @Test
    void showPrintsOneVolume() {
        shell.type("volume create db --size 1000000000");

        assertThat(shell.type("volume show vol-db").out()).isEqualTo("""
                volume            vol-db
                capacity          953.6Mi (1000000000 bytes)
                source            -
                accessible from   zone=a,rack=r1
                published on      n1
                """);
        assertThat(shell.type("volume show vol-db -o yaml").out()).isEqualTo("""
                volume:
                  capacityBytes: 1000000000
                  volumeId: vol-db
                  volumeContext: {}
                  accessibleTopology:
                  - segments:
                      topology.memory.csi.test/rack: r1
                      topology.memory.csi.test/zone: a
                status:
                  publishedNodeIds:
                  - n1
                """);
    }

    @Test
    void listAndShowTellWhatPeopleCallAVolume() {
        shell.type("volume create db --size 1Gi");
        shell.type("volume create raw --size 1Gi");
        driver.maintenance.name(Named.newBuilder()
                .setId("vol-db")
                .setName("pvc-1")
                .setClaim(KubernetesObject.newBuilder().setNamespace("shop").setName("orders"))
                .build());
        driver.maintenance.name(
                Named.newBuilder().setId("vol-raw").setName("raw\u001b[2J\n").build());

        assertThat(shell.type("volume list").out()).isEqualTo("""
                VOLUME    NAME                 CLAIM         CAPACITY   SOURCE   ACCESSIBLE FROM   PUBLISHED ON   CONDITION
                vol-db    pvc-1                shop/orders   1Gi        -        zone=a,rack=r1    -              -
                vol-raw   raw\\u001b[2J\\u000a   -             1Gi        -        zone=a,rack=r1    -              -
                """);
        assertThat(shell.type("volume show vol-db").out()).startsWith("""
                volume            vol-db
                name              pvc-1
                claim             shop/orders
                capacity          1Gi (1073741824 bytes)
                """);
        JsonNode list = json(shell.type("volume list -o json"));
        assertThat(list.at("/entries/0/volume/name").stringValue()).isEqualTo("pvc-1");
        assertThat(list.at("/entries/0/volume/claim/namespace").stringValue()).isEqualTo("shop");
        assertThat(list.at("/entries/0/volume/claim/name").stringValue()).isEqualTo("orders");
        assertThat(list.at("/entries/0/volume/volumeId").stringValue()).isEqualTo("vol-db");
        assertThat(list.at("/entries/1/volume/name").stringValue()).isEqualTo("raw\u001b[2J\n");
        assertThat(list.at("/entries/1/volume/claim").isMissingNode()).isTrue();
        assertThat(json(shell.type("volume show vol-db -o json"))
                        .at("/volume/claim/name")
                        .stringValue())
                .isEqualTo("orders");
    }

    @Test
    void showOfWhatIsNotThereEndsWithNotFound() {
        Shell.Answer answer = shell.type("volume show vol-x -o json");

        assertThat(answer.exitCode()).isEqualTo(5);
        assertThat(answer.err()).isEqualTo("NOT_FOUND: there is no volume 'vol-x'\n");
    }

    @Test
    void expandSaysWhatIsNext() {
        shell.type("volume create db --size 1Gi");

        Shell.Answer answer = shell.type("volume expand vol-db --size 2Gi");

        assertThat(answer.out()).isEqualTo("""
                VOLUME   CAPACITY   NEXT
                vol-db   2Gi        zonal node expand vol-db PATH, or the next stage
                """);
    }

    @Test
    void deleteSaysWhatIsGone() {
        shell.type("volume create db");

        Shell.Answer answer = shell.type("volume delete vol-db");

        assertThat(answer.out()).isEqualTo("volume vol-db deleted\n");
        assertThat(driver.controller.volumes).isEmpty();
        assertThat(shell.type("volume rm vol-db -o json").out()).isEqualTo("""
                {
                  "volumeId" : "vol-db"
                }
                """);
    }

    @Test
    void whatCannotBeReadIsAnInvalidArgument() {
        Shell.Answer size = shell.type("volume create db --size 10Gx");
        Shell.Answer place = shell.type("volume create db --topology zone");
        Shell.Answer both = shell.type("volume create db --fs ext4 --block");
        Shell.Answer option = shell.type("volume create db --sise 10Gi");

        assertThat(size.exitCode()).isEqualTo(3);
        assertThat(size.err()).isEqualTo("""
                INVALID_ARGUMENT: Invalid value for option '--size': \
                '10Gx' is not a size; write bytes or a quantity such as 512Mi, 10Gi, 1Ti
                See 'zonal volume create --help'.
                """);
        assertThat(place.err()).contains("'zone' is not a place; write zone=a or zone=a,rack=r1");
        assertThat(both.exitCode()).isEqualTo(3);
        assertThat(both.err()).contains("--fs").contains("--block");
        assertThat(option.exitCode()).isEqualTo(3);
        assertThat(option.err()).contains("--size");
    }

    @Test
    void secretsThatCannotBeReadAreNamed() throws IOException {
        Files.writeString(folder.resolve("secrets"), "no equals sign\n");

        Shell.Answer malformed = shell.type("volume delete v --secrets-file " + folder.resolve("secrets"));
        Shell.Answer missing = shell.type("volume delete v --secrets-file " + folder.resolve("none"));

        assertThat(malformed.exitCode()).isEqualTo(3);
        assertThat(malformed.err()).contains("line 1 of ").contains("is not KEY=VALUE");
        assertThat(missing.err()).contains("the secrets can't be read");
    }
}
