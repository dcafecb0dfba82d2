package dev.zonal.csi.rpc;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.model.StorageException;
import io.grpc.Metadata;
import java.time.Duration;

/** What is told beside a status, for programs: which kind of failure it is, and how long to wait. */
public final class Trailers {
    /**
     * The kind of a failure, by the simple name of its exception: several kinds share a code, and the transport has failures of
     * its own, which have no such trailer.
     */
    public static final Metadata.Key<String> FAILURE =
            Metadata.Key.of("zonal-failure", Metadata.ASCII_STRING_MARSHALLER);

    /** The kind of an error of a cloud, in its word. */
    public static final Metadata.Key<String> CLOUD_ERROR =
            Metadata.Key.of("cloud-error", Metadata.ASCII_STRING_MARSHALLER);

    /** In milliseconds; gRPC's own retry heeds it (gRFC A6). */
    public static final Metadata.Key<String> RETRY_AFTER =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private static final String INTERNAL = StorageException.Internal.class.getSimpleName();

    private Trailers() {}

    public static Metadata of(Throwable failure) {
        Metadata trailers = new Metadata();
        trailers.put(
                FAILURE,
                failure instanceof StorageException expected
                        ? expected.getClass().getSimpleName()
                        : INTERNAL);
        if (failure instanceof CloudException ofCloud) {
            trailers.put(CLOUD_ERROR, ofCloud.kind().word());
            ofCloud.retryAfter()
                    .map(Duration::toMillis)
                    .ifPresent(wait -> trailers.put(RETRY_AFTER, String.valueOf(wait)));
        }
        return trailers;
    }
}
