package dev.zonal.csi.fleet.wire;

import dev.zonal.csi.config.ControlTrust.TlsFiles;
import dev.zonal.csi.fleet.trust.CertificateAuthority;
import dev.zonal.csi.fleet.trust.Credentials;
import dev.zonal.csi.fleet.trust.Pem;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.tls.Renewal;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.grpc.util.CertificateUtils;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * Mutual TLS between controllers and agents: who this process is and whom it believes. Both are asked for again on a slow
 * beat, so that certificates are renewed without a lost call; what can't be had then leaves what was had before.
 *
 * <p>An agent believes whoever is {@link CertificateAuthority#CONTROLLER}; a controller, of each node, whoever has the node's id as its name. Both
 * by a certificate of the common authority.
 */
public final class Certificates implements AutoCloseable {
    private static final String PROTOCOL = "TLSv1.3";
    private static final Duration PACE = Duration.ofSeconds(10);

    private final AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
    private final AdvancedTlsX509TrustManager controllers;
    private final AdvancedTlsX509TrustManager agents;
    private final Renewal renewal;

    private Certificates(String what, Credentials.Source source, Duration pace) throws GeneralSecurityException {
        AdvancedTlsX509KeyManager ours = identity;
        AdvancedTlsX509TrustManager asking = AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
                .setSslSocketAndEnginePeerVerifier(new NamedPeer(CertificateAuthority.CONTROLLER))
                .build();
        AdvancedTlsX509TrustManager asked = AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION)
                .build();
        this.controllers = asking;
        this.agents = asked;
        this.renewal = Renewal.follow(what, pace, () -> {
            Credentials now = source.load();
            X509Certificate[] authorities = now.authorities().toArray(X509Certificate[]::new);
            ours.updateIdentityCredentials(now.chain().toArray(X509Certificate[]::new), now.key());
            asking.updateTrustCredentials(authorities);
            asked.updateTrustCredentials(authorities);
        });
    }

    /**
     * Reads them, and goes on reading them.
     *
     * @throws StorageException.FailedPrecondition with a sentence for the operator, where they can't be used
     */
    public static Certificates read(TlsFiles files) {
        return read(files, PACE);
    }

    /** The same at another pace. */
    static Certificates read(TlsFiles files, Duration pace) {
        return of("the certificates " + files, () -> load(files), pace);
    }

    /**
     * From anywhere else.
     *
     * @param what they are, for people
     * @throws StorageException.FailedPrecondition with a sentence for the operator, where they can't be had
     */
    public static Certificates of(String what, Credentials.Source source) {
        return of(what, source, PACE);
    }

    private static Certificates of(String what, Credentials.Source source, Duration pace) {
        try {
            return new Certificates(what, source, pace);
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException(unsupported);
        }
    }

    private static Credentials load(TlsFiles files) throws IOException, GeneralSecurityException {
        try (InputStream key = Files.newInputStream(files.key())) {
            return new Credentials(
                    CertificateUtils.getPrivateKey(key),
                    Pem.certificates(Files.readString(files.certificate())),
                    Pem.certificates(Files.readString(files.authorities())));
        }
    }

    /** Asks for them at once, beside the beat. */
    void loadAgain() {
        renewal.readAgain();
    }

    /** For an agent: nobody gets through who is no controller. */
    public SslContext ofAgent() {
        return built(
                SslContextBuilder.forServer(identity).trustManager(controllers).clientAuth(ClientAuth.REQUIRE));
    }

    /** For a controller: of each agent that is dialled, the name has to be that of its node. */
    public SslContext ofController() {
        return built(SslContextBuilder.forClient().keyManager(identity).trustManager(agents));
    }

    /** For a controller that asks an agent what it wants signed: nothing is said to it that is a secret. */
    SslContext ofEnrolment() {
        return built(
                SslContextBuilder.forClient().keyManager(identity).trustManager(InsecureTrustManagerFactory.INSTANCE));
    }

    private static SslContext built(SslContextBuilder builder) {
        try {
            return GrpcSslContexts.configure(builder, SslProvider.JDK)
                    .protocols(PROTOCOL)
                    .build();
        } catch (SSLException unsupported) {
            throw new IllegalStateException(unsupported);
        }
    }

    /** What was at the bottom of a failure: the sentences above it name parts of the transport. */
    public static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    @Override
    public void close() {
        renewal.close();
    }
}
