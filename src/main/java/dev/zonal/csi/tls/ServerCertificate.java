package dev.zonal.csi.tls;

import io.grpc.netty.GrpcSslContexts;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** By which a server is known to its clients, from files that are read again; the clients show something else than a certificate. */
public final class ServerCertificate implements AutoCloseable {
    private static final String PROTOCOL = "TLSv1.3";
    private static final Duration PACE = Duration.ofSeconds(10);

    private final AdvancedTlsX509KeyManager identity;
    private final Renewal renewal;

    private ServerCertificate(AdvancedTlsX509KeyManager identity, Renewal renewal) {
        this.identity = identity;
        this.renewal = renewal;
    }

    /**
     * Reads it, and goes on reading it.
     *
     * @param certificate with those between it and its authority, as PEM
     * @param key its private key, as PEM (PKCS #8)
     * @throws dev.zonal.csi.model.StorageException.FailedPrecondition where they can't be used
     */
    public static ServerCertificate read(Path certificate, Path key) {
        AdvancedTlsX509KeyManager identity = new AdvancedTlsX509KeyManager();
        return new ServerCertificate(
                identity,
                Renewal.follow(
                        "the certificate " + certificate + " with " + key,
                        PACE,
                        () -> identity.updateIdentityCredentials(certificate.toFile(), key.toFile())));
    }

    /** For a server of gRPC. */
    public SslContext ofGrpc() {
        return built(GrpcSslContexts.configure(SslContextBuilder.forServer(identity), SslProvider.JDK));
    }

    /** For a server of HTTP/1.1. */
    public SslContext ofHttp() {
        return built(SslContextBuilder.forServer(identity).sslProvider(SslProvider.JDK));
    }

    private static SslContext built(SslContextBuilder builder) {
        try {
            return builder.protocols(PROTOCOL).build();
        } catch (SSLException unsupported) {
            throw new IllegalStateException(unsupported);
        }
    }

    @Override
    public void close() {
        renewal.close();
    }
}
