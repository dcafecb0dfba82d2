package dev.zonal.csi.fleet.trust;

import java.io.IOException;
import java.security.GeneralSecurityException;

/** Who knows whose a token is. */
@FunctionalInterface
public interface TokenReviewer {
    /**
     * @param token a secret, never in a message
     * @throws GeneralSecurityException where it is nobody's, or not meant for controllers, with a sentence
     * @throws IOException where it can't be asked now
     */
    Bearer review(String token) throws IOException, GeneralSecurityException;

    /**
     * Whose a token is.
     *
     * @param account the service account
     * @param node that the pod is on for which the token was made; empty where it is no pod's
     */
    record Bearer(String account, String node) {}
}
