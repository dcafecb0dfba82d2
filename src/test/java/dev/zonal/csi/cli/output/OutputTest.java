package dev.zonal.csi.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.BoolValue;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.zonal.csi.v1.CreateSnapshotRequest;
import dev.zonal.csi.v1.NodeStageVolumeRequest;
import dev.zonal.csi.v1.ProbeResponse;
import dev.zonal.csi.v1.Snapshot;
import dev.zonal.csi.v1.Topology;
import dev.zonal.csi.v1.VolumeCapability;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Help.Ansi;

final class OutputTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "512, 512",
        "1048576, 1Mi",
        "10737418240, 10Gi",
        "1610612736, 1.5Gi",
        "1000000000, 953.6Mi",
        "1099511627775, 1023.9Gi",
        "1152921504606846976, 1Ei",
        "9223372036854775807, 7.9Ei",
        "-1, -1"
    })
    void sizesAreShortAndNeverRoundedUp(long bytes, String words) {
        assertThat(HumanReadable.size(bytes)).isEqualTo(words);
    }

    @Test
    void placesGoFromTheLargeToTheSmall() {
        Topology topology = Topology.newBuilder()
                .putSegments("x.io/zone", "a")
                .putSegments("x.io/disk", "nvme")
                .putSegments("x.io/node", "n1")
                .putSegments("x.io/region", "r")
                .build();

        assertThat(HumanReadable.place(topology)).isEqualTo("region=r,zone=a,node=n1,disk=nvme");
        assertThat(HumanReadable.places(List.of(topology, Topology.getDefaultInstance())))
                .isEqualTo("region=r,zone=a,node=n1,disk=nvme or ");
    }

    @Test
    void aMessageIsATreeByTheJsonNamesOfTheSpec() {
        Snapshot snapshot = Snapshot.newBuilder()
                .setSnapshotId("s")
                .setSizeBytes(1L << 40)
                .setCreationTime(
                        Timestamp.newBuilder().setSeconds(1_767_225_600).setNanos(5_000_000))
                .build();

        assertThat(MessageTree.of(snapshot))
                .containsEntry("snapshotId", "s")
                .containsEntry("sizeBytes", 1L << 40)
                .containsEntry("creationTime", "2026-01-01T00:00:00.005Z")
                .containsEntry("readyToUse", false)
                .containsEntry("accessibleTopology", List.of());
        assertThat(MessageTree.of(
                        ProbeResponse.newBuilder().setReady(BoolValue.of(true)).build()))
                .isEqualTo(Map.of("ready", true));
        assertThat(MessageTree.of(ProbeResponse.getDefaultInstance())).isEmpty();
    }

    @Test
    void aTreeHoldsNoSecret() {
        NodeStageVolumeRequest request = NodeStageVolumeRequest.newBuilder()
                .setVolumeId("v")
                .setVolumeCapability(
                        VolumeCapability.newBuilder().setBlock(VolumeCapability.BlockVolume.getDefaultInstance()))
                .putSecrets("passphrase", "hush")
                .build();

        assertThat(json(request))
                .contains("\"volumeId\" : \"v\"", "\"block\"")
                .doesNotContain("hush", "secrets", "mount\"");
        assertThat(json(CreateSnapshotRequest.newBuilder()
                        .putSecrets("a", "hush")
                        .build()))
                .doesNotContain("hush", "secrets");
    }

    private static String json(Message message) {
        return new Shown(MessageTree.of(message), List.of(), _ -> "", 0).as(OutputOption.Format.JSON, Ansi.OFF);
    }

    @Test
    void colourChangesNoText() {
        Table table = Table.of("A", "B").row("1", "").row("long", "2");

        assertThat(table.render(Ansi.OFF)).isEqualTo("""
                A      B
                1      -
                long   2
                """);
        assertThat(table.render(Ansi.ON).replaceAll("\u001b\\[[\\d;]*m", "")).isEqualTo(table.render(Ansi.OFF));
        assertThat(table.render(Ansi.ON)).contains("\u001b[2mA");
    }
}
