package dev.zonal.csi.cluster;

import dev.zonal.csi.fleet.trust.CertificateAuthority;
import dev.zonal.csi.fleet.trust.TokenReviewer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Asks the API server whose a service account token is (TokenReview). */
public final class TokenReviews implements TokenReviewer {
    /** What a token has to be made for: one for anybody else opens nothing here, and one for here nothing elsewhere. */
    static final String AUDIENCE = CertificateAuthority.CONTROLLER;

    private static final String PATH = "/apis/authentication.k8s.io/v1/tokenreviews";
    private static final String NODE = "authentication.kubernetes.io/node-name";

    private final ApiClient api;

    public TokenReviews(ApiClient api) {
        this.api = api;
    }

    @Override
    public Bearer review(String token) throws IOException, GeneralSecurityException {
        ObjectNode review = JsonMapper.shared().createObjectNode();
        review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenReview");
        review.putObject("spec").put("token", token).putArray("audiences").add(AUDIENCE);
        JsonNode status = api.post(PATH, review)
                .expect(ApiClient.CREATED, "the review of a token")
                .path("status");
        if (!status.path("authenticated").asBoolean(false)) {
            throw new CertificateException("its token is not valid for controllers (expired, of a pod that is gone, or"
                    + " made for another audience than " + AUDIENCE + ")");
        }
        if (!contains(status.path("audiences"), AUDIENCE)) {
            throw new CertificateException("its token was not made for the audience " + AUDIENCE);
        }
        JsonNode user = status.path("user");
        return new Bearer(
                user.path("username").asString(""),
                user.path("extra").path(NODE).path(0).asString(""));
    }

    private static boolean contains(JsonNode texts, String wanted) {
        for (JsonNode text : texts) {
            if (text.asString("").equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
