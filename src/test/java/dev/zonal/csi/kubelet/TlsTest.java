package dev.zonal.csi.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The token goes to nobody but the API server: to whom the cluster's own authority vouches for. */
final class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    Path folder;

    @Test
    void theClustersAuthorityIsTrusted() throws Exception {
        Path keys = keysOf("api");
        try (FakeApiServer kubernetes = FakeApiServer.start(server(keys))) {
            kubernetes.label("n1", Map.of("zone", "a"));
            Path account = account(keys);

            NodePlace place =
                    new NodePlace(new ApiServer(kubernetes.address("https"), account), "n1", Map.of("zone", "zone"));

            assertThat(place.find(Duration.ofMinutes(2), Duration.ofMillis(5))).isEqualTo(Map.of("zone", "a"));
        }
    }

    @Test
    void anyOtherIsNotToldTheToken() throws Exception {
        try (FakeApiServer impostor = FakeApiServer.start(server(keysOf("impostor")))) {
            Path account = account(keysOf("api"));

            NodeLabels.Answer answer = new ApiServer(impostor.address("https"), account).ask("n1");

            assertThat(answer).isInstanceOf(NodeLabels.Away.class);
            assertThat(answer.toString()).contains("SSLHandshakeException");
            assertThat(impostor.questions).isEmpty();
        }
    }

    private HttpsServer server(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            store.load(file, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(FakeApiServer.somewhere(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    /** A key on an elliptic curve, as the API servers of most clusters have. */
    private Path keysOf(String name) throws Exception {
        Path keys = folder.resolve(name + ".p12");
        keytool(keys, name, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", "san=ip:127.0.0.1");
        return keys;
    }

    private Path account(Path keys) throws Exception {
        Path account = Files.createDirectory(folder.resolve("account"));
        Files.writeString(account.resolve("token"), FakeApiServer.TOKEN);
        keytool(
                keys,
                "api",
                "-exportcert",
                "-rfc",
                "-file",
                account.resolve("ca.crt").toString());
        return account;
    }

    private static void keytool(Path keys, String alias, String... command) throws Exception {
        String program =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> line = new ArrayList<>(List.of(program));
        line.addAll(List.of(command));
        line.addAll(List.of("-alias", alias, "-storepass", PASSWORD, "-keystore", keys.toString()));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
    }
}
