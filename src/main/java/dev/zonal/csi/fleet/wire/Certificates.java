package dev.zonal.csi.fleet.wire;

import dev.zonal.csi.config.TlsFiles;
import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.tls.RenewedFiles;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * Mutual TLS between controllers and agents: who this process is and whom it believes, from files. They are read again on a
 * slow beat ({@link RenewedFiles}).
 *
 * <p>An agent believes whoever is {@link #CONTROLLER}; a controller, of each node, whoever has the node's id as its name. Both
 * by a certificate of the common authority.
 */
public final class Certificates implements AutoCloseable {
    /** The name (subjectAltName, DNS) in the certificate of every controller. */
    public static final String CONTROLLER = "zonal-controller";

    private static final String PROTOCOL = "TLSv1.3";
    private static final Duration PACE = Duration.ofSeconds(10);

    private final AdvancedTlsX509KeyManager identity;
    private final AdvancedTlsX509TrustManager controllers;
    private final AdvancedTlsX509TrustManager agents;
    private final RenewedFiles files;

    private Certificates(TlsFiles files, Duration pace) throws GeneralSecurityException {
        AdvancedTlsX509KeyManager ours = new AdvancedTlsX509KeyManager();
        this.identity = ours;
        AdvancedTlsX509TrustManager asking = AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
                .setSslSocketAndEnginePeerVerifier(new NamedPeer(CONTROLLER))
                .build();
        this.controllers = asking;
        AdvancedTlsX509TrustManager asked = AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION)
                .build();
        this.agents = asked;
        this.files = RenewedFiles.follow(files.toString(), pace, () -> {
            ours.updateIdentityCredentials(
                    files.certificate().toFile(), files.key().toFile());
            asking.updateTrustCredentials(files.authorities().toFile());
            asked.updateTrustCredentials(files.authorities().toFile());
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
        try {
            return new Certificates(files, pace);
        } catch (GeneralSecurityException unsupported) {
            throw new IllegalStateException(unsupported);
        }
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
        files.close();
    }
}
