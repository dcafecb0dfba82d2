package dev.zonal.csi.rpc;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.host.HostException;
import dev.zonal.csi.model.StorageException;
import io.grpc.Status;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes a gRPC status. */
public final class Statuses {
    private static final Logger LOG = LoggerFactory.getLogger(Statuses.class);

    private Statuses() {}

    /** The status that tells the caller of it. What nobody expected is logged here, with the id that the status names. */
    public static Status of(Throwable failure) {
        return switch (failure) {
            case StorageException expected -> of(expected);
            case CloudException ofCloud -> of(ofCloud);
            case HostException refused -> unexpected(refused, String.valueOf(refused.getMessage()));
            default -> unexpected(failure, "something unexpected happened");
        };
    }

    /** The status of a call that does not show the token which it needs. */
    public static Status unauthenticated() {
        return Status.UNAUTHENTICATED.withDescription("the call does not show the token that is asked for here");
    }

    private static Status of(StorageException failure) {
        Status status = switch (failure) {
            case StorageException.InvalidArgument _ -> Status.INVALID_ARGUMENT;
            case StorageException.NotFound _ -> Status.NOT_FOUND;
            case StorageException.AlreadyExists _ -> Status.ALREADY_EXISTS;
            case StorageException.FailedPrecondition _ -> Status.FAILED_PRECONDITION;
            case StorageException.OutOfRange _ -> Status.OUT_OF_RANGE;
            case StorageException.ResourceExhausted _ -> Status.RESOURCE_EXHAUSTED;
            case StorageException.Aborted _ -> Status.ABORTED;
            case StorageException.Unavailable _, StorageException.OutcomeUnknown _ -> Status.UNAVAILABLE;
            case StorageException.DeadlineExceeded _ -> Status.DEADLINE_EXCEEDED;
            case StorageException.Unimplemented _ -> Status.UNIMPLEMENTED;
            case StorageException.Internal _ -> Status.INTERNAL;
        };
        return failure instanceof StorageException.Internal
                ? unexpected(failure, String.valueOf(failure.getMessage()))
                : status.withDescription(Sentence.bounded(String.valueOf(failure.getMessage())));
    }

    /** The nearest code; which kind of error it is exactly, {@link Trailers} tell. */
    private static Status of(CloudException failure) {
        Status status = switch (failure.kind()) {
            case THROTTLED, QUOTA, SOLD_OUT -> Status.RESOURCE_EXHAUSTED;
            case NOT_FOUND -> Status.NOT_FOUND;
            case CONFLICT -> Status.FAILED_PRECONDITION;
            case INVALID -> Status.INVALID_ARGUMENT;
            case UNAUTHENTICATED -> Status.UNAUTHENTICATED;
            case TOKEN_REUSED -> Status.ALREADY_EXISTS;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case INTERNAL -> Status.INTERNAL;
        };
        return status.withDescription(Sentence.bounded(String.valueOf(failure.getMessage())));
    }

    private static Status unexpected(Throwable failure, String what) {
        String id = Integer.toHexString(ThreadLocalRandom.current().nextInt() | 1 << 31);
        LOG.atError().addKeyValue("incident", id).setCause(failure).log("a call failed unexpectedly");
        return Status.INTERNAL.withDescription(
                Sentence.bounded(what) + " (incident " + id + "; the driver's log explains it)");
    }
}
