package dev.zonal.csi.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.QuietLogs;
import dev.zonal.csi.fleet.trust.CertificateAuthority;
import dev.zonal.csi.fleet.trust.Pem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One authority for all controllers, whichever begins first. */
@Timeout(60)
@ExtendWith(QuietLogs.class)
final class AuthoritySecretTest {
    private static final String SECRET = "/api/v1/namespaces/zonal/secrets/zonal-authority";
    private static final String PUBLISHED = "/api/v1/namespaces/zonal/configmaps/zonal-authority";

    @TempDir
    Path folder;

    private FakeKubernetes kubernetes;

    @BeforeEach
    void begin() throws Exception {
        kubernetes = new FakeKubernetes(folder);
        kubernetes.put(SECRET, "{'metadata': {'labels': {'a': 'b'}}, 'type': 'Opaque'}");
        kubernetes.put(PUBLISHED, "{'metadata': {}}");
    }

    @AfterEach
    void end() {
        kubernetes.close();
    }

    private CertificateAuthority obtained() throws Exception {
        try (ApiClient client = kubernetes.client()) {
            return new AuthoritySecret(client, "zonal-authority", InstantSource.system()).authority();
        }
    }

    @Test
    void theFirstMakesItAndTheOthersFindIt() throws Exception {
        CertificateAuthority made = obtained();

        assertThat(obtained()).isEqualTo(made);
        assertThat(kubernetes.object(PUBLISHED).path("data").path("ca.crt").asString(""))
                .isEqualTo(Pem.of(made.certificate()));
        assertThat(kubernetes
                        .object(SECRET)
                        .path("metadata")
                        .path("labels")
                        .path("a")
                        .asString(""))
                .as("what else the object says stays")
                .isEqualTo("b");
        assertThat(kubernetes.questions.stream().filter(question -> question.startsWith("PUT")))
                .hasSize(2);
    }

    @Test
    void ofTwoThatBeginAtOnceBothUseTheOneThatWasWritten() throws Exception {
        List<CertificateAuthority> others = new ArrayList<>();
        kubernetes.beforeTheNextWrite(() -> {
            try {
                others.add(obtained());
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });

        CertificateAuthority mine = obtained();

        assertThat(others).containsExactly(mine);
        assertThat(kubernetes.object(PUBLISHED).path("data").path("ca.crt").asString(""))
                .isEqualTo(Pem.of(mine.certificate()));
    }

    @Test
    void whatIsPublishedFollowsTheSecret() throws Exception {
        obtained();
        kubernetes.put(SECRET, "{'metadata': {}, 'type': 'Opaque'}");

        CertificateAuthority next = obtained();

        assertThat(kubernetes.object(PUBLISHED).path("data").path("ca.crt").asString(""))
                .isEqualTo(Pem.of(next.certificate()));
    }

    @Test
    void withoutTheObjectsItSaysWhatIsMissing() {
        try (ApiClient client = kubernetes.client()) {
            assertThatThrownBy(() -> new AuthoritySecret(client, "other", InstantSource.system()).authority())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("secrets other")
                    .hasMessageContaining("404");
        }
    }
}
