package dev.zonal.csi.fleet.wire;

import dev.zonal.csi.config.TlsFiles;
import dev.zonal.csi.model.StorageException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.grpc.util.AdvancedTlsX509TrustManager.Verification;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mutual TLS between controllers and agents: who this process is and whom it believes, from files. They are read again on a
 * slow beat, so that certificates are renewed without a lost call; files that can't be read leave what was read before.
 *
 * <p>An agent believes whoever is {@link #CONTROLLER}; a controller, of each node, whoever has the node's id as its name. Both
 * by a certificate of the common authority.
 */
public final class Certificates implements AutoCloseable {
    /** The name (subjectAltName, DNS) in the certificate of every controller. */
    public static final String CONTROLLER = "zonal-controller";

    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final String PROTOCOL = "TLSv1.3";
    private static final Duration PACE = Duration.ofSeconds(10);

    private final TlsFiles files;
    private final AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
    private final AdvancedTlsX509TrustManager controllers;
    private final AdvancedTlsX509TrustManager agents;
    private final ScheduledExecutorService reading;

    private Certificates(TlsFiles files) throws GeneralSecurityException {
        this.files = files;
        this.controllers = AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(Verification.CERTIFICATE_ONLY_VERIFICATION)
                .setSslSocketAndEnginePeerVerifier(new NamedPeer(CONTROLLER))
                .build();
        this.agents = AdvancedTlsX509TrustManager.newBuilder()
                .setVerification(Verification.CERTIFICATE_AND_HOST_NAME_VERIFICATION)
                .build();
        this.reading = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("certificates").daemon().factory());
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
            Certificates certificates = new Certificates(files);
            certificates.load();
            certificates.watch(pace);
            return certificates;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException unusable) {
            throw new StorageException.FailedPrecondition(
                    "the certificates " + files + " can't be used: " + unusable.getMessage(), unusable);
        }
    }

    private void load() throws IOException, GeneralSecurityException {
        identity.updateIdentityCredentials(
                files.certificate().toFile(), files.key().toFile());
        controllers.updateTrustCredentials(files.authorities().toFile());
        agents.updateTrustCredentials(files.authorities().toFile());
    }

    private void watch(Duration pace) {
        var _ = reading.scheduleWithFixedDelay(
                this::loadAgain, pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is thrown here would end the beat without a word. */
    private void loadAgain() {
        try {
            load();
        } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
            LOG.atWarn()
                    .addKeyValue("files", files)
                    .setCause(unusable)
                    .log("certificates can't be read; what was read before stays in force");
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
        reading.shutdownNow();
    }
}
