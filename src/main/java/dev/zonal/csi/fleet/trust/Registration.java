package dev.zonal.csi.fleet.trust;

import dev.zonal.csi.fleet.trust.TokenReviewer.Bearer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The registration authority of a fleet: it signs what an agent wants signed only where the agent's token says that it is on
 * the node whose name it wants, and on the node that was asked.
 */
public final class Registration {
    private static final Integer DNS_NAME = 2;

    private final ControllerKey controller;
    private final TokenReviewer tokens;
    private final String account;
    private final InstantSource clock;

    /** @param account the service account of agents */
    public Registration(ControllerKey controller, TokenReviewer tokens, String account, InstantSource clock) {
        this.controller = controller;
        this.tokens = tokens;
        this.account = account;
        this.clock = clock;
    }

    /**
     * Signs a certificate for that node.
     *
     * @param node that was asked for its request
     * @throws GeneralSecurityException where it is refused, with a sentence
     * @throws IOException where it can't be decided now
     */
    public X509Certificate sign(String node, AgentKey.Request request) throws IOException, GeneralSecurityException {
        X509Certificate wanted = request.certificate();
        wanted.verify(wanted.getPublicKey());
        require(names(wanted).equals(List.of(node)), "it wants the names " + names(wanted));
        require(!request.token().isEmpty(), "it has no token");
        Bearer bearer = tokens.review(request.token());
        require(
                bearer.account().equals(account),
                "its token is of the account '" + bearer.account() + "', and agents have '" + account + "'");
        require(
                bearer.node().equals(node),
                bearer.node().isEmpty()
                        ? "its token is of no pod on a node"
                        : "its token is of the node '" + bearer.node() + "'");
        return controller.authority().signAgent(node, wanted.getPublicKey(), clock.instant());
    }

    private static void require(boolean met, String otherwise) throws CertificateException {
        if (!met) {
            throw new CertificateException(otherwise);
        }
    }

    private static List<String> names(X509Certificate certificate) throws CertificateException {
        return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
                .flatMap(Collection::stream)
                .map(name -> DNS_NAME.equals(name.getFirst()) ? String.valueOf(name.get(1)) : "another kind of name")
                .toList();
    }
}
