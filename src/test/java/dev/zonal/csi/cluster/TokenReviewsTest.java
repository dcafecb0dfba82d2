package dev.zonal.csi.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zonal.csi.fleet.trust.TokenReviewer.Bearer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a review of a token says of its bearer. */
@Timeout(60)
final class TokenReviewsTest {
    @TempDir
    Path folder;

    @Test
    void aPodOfTheDriverIsKnownByItsNode() throws Exception {
        try (FakeKubernetes kubernetes = new FakeKubernetes(folder);
                ApiClient client = kubernetes.client()) {
            kubernetes.token(
                    "t1",
                    "{'authenticated': true, 'audiences': ['zonal-controller'], 'user': {'username': 'sa', 'extra':"
                            + " {'authentication.kubernetes.io/node-name': ['n1']}}}");
            kubernetes.token(
                    "t2", "{'authenticated': true, 'audiences': ['zonal-controller'], 'user': {'username': 'sa'}}");

            TokenReviews reviews = new TokenReviews(client);

            assertThat(reviews.review("t1")).isEqualTo(new Bearer("sa", "n1"));
            assertThat(reviews.review("t2")).isEqualTo(new Bearer("sa", ""));
        }
    }

    @Test
    void whatIsNotMeantForControllersIsRefused() throws Exception {
        try (FakeKubernetes kubernetes = new FakeKubernetes(folder);
                ApiClient client = kubernetes.client()) {
            // An API server that does not know audiences says nothing of them.
            kubernetes.token("t1", "{'authenticated': true, 'user': {'username': 'sa'}}");
            kubernetes.token("t2", "{'authenticated': true, 'audiences': ['vault'], 'user': {'username': 'sa'}}");
            TokenReviews reviews = new TokenReviews(client);

            for (String token : new String[] {"t1", "t2", "expired"}) {
                assertThatThrownBy(() -> reviews.review(token))
                        .isInstanceOf(GeneralSecurityException.class)
                        .hasMessageContaining("zonal-controller")
                        .message()
                        .doesNotContain(token + " ");
            }
        }
    }

    @Test
    void whoMayNotAskDoesNotDecide() throws Exception {
        try (FakeKubernetes kubernetes = new FakeKubernetes(folder);
                ApiClient client = kubernetes.client()) {
            Files.writeString(folder.resolve("token"), "of-somebody-else");

            assertThatThrownBy(() -> new TokenReviews(client).review("t1"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("401");
        }
    }
}
