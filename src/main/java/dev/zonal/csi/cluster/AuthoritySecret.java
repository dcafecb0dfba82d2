package dev.zonal.csi.cluster;

import dev.zonal.csi.fleet.trust.CertificateAuthority;
import dev.zonal.csi.fleet.trust.ControllerKey;
import dev.zonal.csi.fleet.trust.Pem;
import dev.zonal.csi.kubelet.ServiceAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The authority of a fleet in a Secret that controllers alone can read, and its certificate in a ConfigMap of the same name
 * for everybody. Both objects are there before, and empty: the first controller fills them, by optimistic concurrency
 * control, so that of two that begin at once both use what one of them has made.
 */
public final class AuthoritySecret implements ControllerKey.Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(AuthoritySecret.class);
    private static final String KEY = "tls.key";
    private static final String CERTIFICATE = "tls.crt";
    private static final String PUBLISHED = "ca.crt";
    private static final int TRIES = 5;

    private final ApiClient api;
    private final String name;
    private final InstantSource clock;

    public AuthoritySecret(ApiClient api, String name, InstantSource clock) {
        this.api = api;
        this.name = name;
        this.clock = clock;
    }

    @Override
    public CertificateAuthority authority() throws IOException, GeneralSecurityException {
        for (int tried = 0; tried < TRIES; tried++) {
            JsonNode secret = read("secrets");
            JsonNode data = secret.path("data");
            if (data.has(KEY) && data.has(CERTIFICATE)) {
                CertificateAuthority found = new CertificateAuthority(
                        Pem.key(decoded(data.path(KEY))),
                        Pem.certificates(decoded(data.path(CERTIFICATE))).getFirst());
                publish(found);
                return found;
            }
            CertificateAuthority made = CertificateAuthority.make(clock.instant());
            ObjectNode filled = (ObjectNode) secret.deepCopy();
            filled.putObject("data")
                    .put(KEY, encoded(Pem.of(made.key())))
                    .put(CERTIFICATE, encoded(Pem.of(made.certificate())));
            if (written("secrets", filled)) {
                LOG.atInfo().addKeyValue("secret", name).log("the authority for the certificates of agents was made");
            }
        }
        throw new IOException("the Secret '" + name + "' was changed by others again and again");
    }

    private void publish(CertificateAuthority authority) throws IOException, GeneralSecurityException {
        String certificate = Pem.of(authority.certificate());
        JsonNode published = read("configmaps");
        if (!published.path("data").path(PUBLISHED).asString("").equals(certificate)) {
            ObjectNode filled = (ObjectNode) published.deepCopy();
            filled.putObject("data").put(PUBLISHED, certificate);
            // Where another controller was first, it has written the same.
            var _ = written("configmaps", filled);
        }
    }

    private JsonNode read(String kind) throws IOException {
        return api.get(api.own(kind) + "/" + ServiceAccount.encoded(name))
                .expect(ApiClient.OK, "the authority of the fleet (" + kind + " " + name + ") can't be read");
    }

    /** @return false where somebody else has written since it was read */
    private boolean written(String kind, JsonNode object) throws IOException {
        ApiClient.Answer answer = api.put(api.own(kind) + "/" + ServiceAccount.encoded(name), object);
        if (answer.status() == ApiClient.CONFLICT) {
            return false;
        }
        var _ = answer.expect(ApiClient.OK, "the authority of the fleet (" + kind + " " + name + ") can't be written");
        return true;
    }

    private static String decoded(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.asString("")), StandardCharsets.US_ASCII);
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
