package dev.zonal.csi.cloud.wire;

import dev.zonal.csi.client.CallFailed;
import dev.zonal.csi.client.Calls;
import dev.zonal.csi.client.ClientChannel;
import dev.zonal.csi.client.Served;
import dev.zonal.csi.cloud.Cloud;
import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.v1.CloudApiGrpc;
import dev.zonal.csi.cloud.v1.CloudControlsGrpc;
import dev.zonal.csi.config.BearerToken;
import dev.zonal.csi.config.ControlAddress;
import dev.zonal.csi.config.Endpoint;
import dev.zonal.csi.rpc.Trailers;
import dev.zonal.csi.tls.ServerTrust;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A cloud in another process, behind the same ports; it connects with its first call. */
public final class CloudConnection implements AutoCloseable {
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ClientChannel channel;
    private final Calls.Connection connection;

    private CloudConnection(CloudAddress cloud, Duration timeout) {
        channel = ClientChannel.to(
                cloud.address(),
                cloud.address() instanceof ControlAddress.Tcp
                        ? Optional.of(ServerTrust.by(cloud.authorities()))
                        : Optional.empty());
        List<ClientInterceptor> interceptors = new ArrayList<>(List.of(new SpanHeaders()));
        cloud.token().map(CloudConnection::showing).ifPresent(interceptors::add);
        connection = new Calls.Connection(
                Served.CLOUD, ClientInterceptors.intercept(channel.channel(), interceptors), cloud.address(), timeout);
    }

    private static ClientInterceptor showing(BearerToken token) {
        Metadata headers = new Metadata();
        headers.put(AUTHORIZATION, token.header());
        return MetadataUtils.newAttachHeadersInterceptor(headers);
    }

    /** To a cloud on a unix socket. */
    public static CloudConnection to(Endpoint endpoint, Duration timeout) {
        return to(
                new CloudAddress(new ControlAddress.Unix(endpoint.socket()), Optional.empty(), Optional.empty()),
                timeout);
    }

    /** @param timeout how long each call may take; one that takes longer is UNAVAILABLE */
    public static CloudConnection to(CloudAddress cloud, Duration timeout) {
        return new CloudConnection(cloud, timeout);
    }

    /** The cloud as that account sees it. */
    public Cloud as(String account) {
        return new RemoteCloud(
                new Caught<>(new Calls<>(CloudApiGrpc.newBlockingStub(connection.channel()), connection)), account);
    }

    public CloudControl control() {
        return new RemoteControl(
                new Caught<>(new Calls<>(CloudControlsGrpc.newBlockingStub(connection.channel()), connection)));
    }

    @Override
    public void close() {
        channel.close();
    }

    /** Calls whose failures are those of the ports. */
    record Caught<S extends AbstractBlockingStub<S>>(Calls<S> calls) {
        <R> R call(Function<S, R> call) {
            try {
                return calls.call(call);
            } catch (CallFailed failed) {
                throw explained(failed);
            }
        }

        private static CloudException explained(CallFailed failed) {
            Optional<Metadata> trailers = Optional.of(failed)
                    .map(Throwable::getCause)
                    .filter(StatusRuntimeException.class::isInstance)
                    .map(cause -> ((StatusRuntimeException) cause).getTrailers());
            if (failed.codeName().equals(Kind.UNAUTHENTICATED.name())) {
                return new CloudException(
                        Kind.UNAUTHENTICATED,
                        failed.getMessage() + "; name the file that holds it with --token-file or"
                                + " ZONAL_CLOUD_TOKEN_FILE",
                        failed);
            }
            String sentence = String.valueOf(failed.getMessage());
            Kind kind = trailers.map(said -> said.get(Trailers.CLOUD_ERROR))
                    .flatMap(Caught::kind)
                    .orElse(Kind.UNAVAILABLE);
            return trailers.map(said -> said.get(Trailers.RETRY_AFTER))
                    .map(Long::parseLong)
                    .map(wait -> new CloudException(kind, sentence, Duration.ofMillis(wait)))
                    .orElseGet(() -> new CloudException(kind, sentence, failed));
        }

        /** Empty where the answer is not the cloud's own: nobody listened, or time was over. */
        private static Optional<Kind> kind(String word) {
            return Arrays.stream(Kind.values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst();
        }
    }
}
