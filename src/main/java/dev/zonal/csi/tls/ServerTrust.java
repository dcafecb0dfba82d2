package dev.zonal.csi.tls;

import dev.zonal.csi.model.StorageException;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Which servers a client of gRPC believes: those whose certificate has the name that was dialled. */
public final class ServerTrust {
    private ServerTrust() {}

    /**
     * For connections.
     *
     * @param authorities the certificates of those who sign, as PEM; those that every program on this machine believes, where
     *     it is empty
     * @throws StorageException.FailedPrecondition where they can't be used
     */
    public static SslContext by(Optional<Path> authorities) {
        SslContextBuilder builder = SslContextBuilder.forClient();
        try {
            authorities.map(Path::toFile).ifPresent(builder::trustManager);
            return GrpcSslContexts.configure(builder, SslProvider.JDK)
                    .protocols("TLSv1.3")
                    .build();
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new StorageException.FailedPrecondition(
                    "the certificates " + authorities.map(String::valueOf).orElse("of this machine")
                            + " can't be used: " + unusable.getMessage(),
                    unusable);
        }
    }
}
