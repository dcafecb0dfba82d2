package dev.zonal.csi.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Old clients of CSI say what comes to their mind as authority: each of them is served. */
final class AuthorityTest {
    private static final String PROBE = "csi.v1.Identity/Probe";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "",
                "/var/lib/kubelet/plugins/csi.sock",
                "unix:///csi/csi.sock",
                "/csi/csi.sock:0",
                "%2Fcsi%2Fcsi.sock",
                "csi@socket",
                "_",
                "a:b:c",
                "[",
            })
    void servesWhateverAuthority(String authority) throws Exception {
        Map<String, String> headers = Http2Exchange.headers(PROBE);
        headers.put(":authority", authority);

        assertThat(answer(pseudoHeadersFirst(headers))).containsEntry("grpc-status", "0");
    }

    @Test
    void servesWithoutAuthority() throws Exception {
        assertThat(answer(Http2Exchange.headers(PROBE))).containsEntry("grpc-status", "0");
    }

    @Test
    void servesAHostInsteadOfAnAuthority() throws Exception {
        Map<String, String> headers = Http2Exchange.headers(PROBE);
        headers.put("host", "/csi/csi.sock");

        assertThat(answer(headers)).containsEntry("grpc-status", "0");
    }

    private Map<String, String> answer(Map<String, String> headers) throws Exception {
        try (TestServer server = new TestServer(folder.resolve("csi.sock"));
                Http2Exchange exchange = new Http2Exchange(server.socket)) {
            return exchange.call(headers, new byte[0]);
        }
    }

    private static Map<String, String> pseudoHeadersFirst(Map<String, String> headers) {
        Map<String, String> ordered = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            if (name.startsWith(":")) {
                ordered.put(name, value);
            }
        });
        headers.forEach(ordered::putIfAbsent);
        return ordered;
    }
}
