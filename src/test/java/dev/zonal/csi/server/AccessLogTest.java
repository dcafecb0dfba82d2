package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.v1.CapacityRange;
import dev.zonal.csi.v1.CreateVolumeRequest;
import dev.zonal.csi.v1.GetPluginInfoRequest;
import dev.zonal.csi.v1.ProbeRequest;
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

        assertThat(server.log().lines()).hasSize(2).allMatch(line -> line.contains(" DEBUG call"));
    }
}
