package dev.zonal.csi.fleet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.config.Configuration.Mode;
import dev.zonal.csi.config.Configuration.PluginSettings;
import dev.zonal.csi.config.Configuration.SpecVersion;
import dev.zonal.csi.fleet.HomeReport;
import dev.zonal.csi.fleet.Report;
import dev.zonal.csi.fleet.v1.Homes;
import dev.zonal.csi.model.HomeId;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.model.VolumeId;
import dev.zonal.csi.rpc.IdentityService;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What older and newer peers get: the common part, or a clear refusal. */
@ExtendWith(QuietLogs.class)
class NeighbouringVersionsTest {
    private static final UnknownFieldSet NEWER = UnknownFieldSet.newBuilder()
            .addField(999, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();

    @Test
    void whatANewerPeerSaysBesideIsIgnored() throws Exception {
        Report.Beat beat = new Report.Beat(7);
        byte[] newer = ReportMessages.message(beat).toBuilder()
                .setUnknownFields(NEWER)
                .build()
                .toByteArray();

        assertThat(ReportMessages.report(dev.zonal.csi.fleet.v1.Report.parseFrom(newer)))
                .contains(beat);
    }

    @Test
    void aReportThatOnlyANewerPeerKnowsIsPassedOver() throws Exception {
        byte[] newer = dev.zonal.csi.fleet.v1.Report.newBuilder()
                .setRevision(7)
                .setUnknownFields(NEWER)
                .build()
                .toByteArray();

        assertThat(ReportMessages.report(dev.zonal.csi.fleet.v1.Report.parseFrom(newer)))
                .isEmpty();
    }

    @Test
    void aStateThatOnlyANewerPeerKnowsIsOneInWhichNothingCanBeUsed() {
        Report report = ReportMessages.report(dev.zonal.csi.fleet.v1.Report.newBuilder()
                        .setHomes(Homes.newBuilder()
                                .addHomes(dev.zonal.csi.fleet.v1.Home.newBuilder()
                                        .setId("aaaaaa22")
                                        .setPool("fast")
                                        .setState(dev.zonal.csi.fleet.v1.HomeState.newBuilder()
                                                .setWord("draining"))))
                        .build())
                .orElseThrow();

        HomeReport home = ((Report.Homes) report).homes().getFirst();
        assertThat(home.state().word()).isEqualTo("sick");
        assertThat(home.state().sentence()).contains("it is draining");
    }

    /** As an agent of another major version is: it serves something else under the same address. */
    @Test
    void aPeerOfAnotherMajorVersionIsRefusedClearly(@TempDir Path folder) {
        IdentityService other = new IdentityService(
                new PluginSettings("local.csi.zonal.dev", Mode.NODE, SpecVersion.V1_12, true), "9.0");
        try (ServedAgent served = new ServedAgent(folder.resolve("a.sock"), Optional.of(other))) {
            assertThatThrownBy(() -> served.session().watch(_ -> {}))
                    .isInstanceOf(StorageException.Unavailable.class)
                    .hasMessageContaining("does not speak version 1 of the fleet's protocol");
            assertThatThrownBy(() -> served.session().deleteVolume(VolumeId.of("a", new HomeId("aaaaaa22"))))
                    .isInstanceOf(StorageException.Unavailable.class)
                    .hasMessageContaining("node 'n1'");
        }
    }
}
