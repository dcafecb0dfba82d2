package dev.zonal.csi.rpc;

import dev.zonal.csi.cloud.CloudException;
import io.grpc.Metadata;
import java.time.Duration;

/** What is told beside a status, for programs: of an error of a cloud its kind, and how long to wait. */
public final class Trailers {
    /** The kind of an error of a cloud, in its word. */
    public static final Metadata.Key<String> CLOUD_ERROR =
            Metadata.Key.of("cloud-error", Metadata.ASCII_STRING_MARSHALLER);

    /** In milliseconds; gRPC's own retry heeds it (gRFC A6). */
    public static final Metadata.Key<String> RETRY_AFTER =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private Trailers() {}

    public static Metadata of(Throwable failure) {
        Metadata trailers = new Metadata();
        if (failure instanceof CloudException ofCloud) {
            trailers.put(CLOUD_ERROR, ofCloud.kind().word());
            ofCloud.retryAfter()
                    .map(Duration::toMillis)
                    .ifPresent(wait -> trailers.put(RETRY_AFTER, String.valueOf(wait)));
        }
        return trailers;
    }
}
