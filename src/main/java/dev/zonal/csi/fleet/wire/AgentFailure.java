package dev.zonal.csi.fleet.wire;

import dev.zonal.csi.model.StorageException;
import dev.zonal.csi.rpc.Trailers;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;

/**
 * What a call to an agent failed with: the exception that was thrown there, where the agent has said so, and OutcomeUnknown
 * where only the transport knows something.
 */
final class AgentFailure {
    private AgentFailure() {}

    /** @param where put before what only the transport says, so that a person knows of whom it is said */
    static StorageException of(StatusRuntimeException failed, String where) {
        Status.Code code = failed.getStatus().getCode();
        String sentence = sentence(failed);
        return kind(failed).map(kind -> thrown(kind, sentence, failed)).orElseGet(() -> switch (code) {
            case UNIMPLEMENTED ->
                new StorageException.Unavailable(
                        where
                                + "it does not speak version 1 of the fleet's protocol; agents and controllers may be one minor version"
                                + " apart: upgrade the older one",
                        failed);
            case DEADLINE_EXCEEDED ->
                new StorageException.DeadlineExceeded(
                        where + "the deadline passed; what was begun goes on, and a retry finishes it");
            default -> new StorageException.OutcomeUnknown(where + "its answer is missing: " + sentence, failed);
        });
    }

    private static Optional<String> kind(StatusRuntimeException failed) {
        return Optional.ofNullable(failed.getTrailers()).map(trailers -> trailers.get(Trailers.FAILURE));
    }

    private static String sentence(StatusRuntimeException failed) {
        return Optional.ofNullable(failed.getStatus().getDescription())
                .orElseGet(() -> failed.getStatus().getCode().name());
    }

    /** The counterpart of {@link Trailers#of}. */
    private static StorageException thrown(String kind, String sentence, Throwable cause) {
        return switch (kind) {
            case "InvalidArgument" -> new StorageException.InvalidArgument(sentence);
            case "NotFound" -> new StorageException.NotFound(sentence);
            case "AlreadyExists" -> new StorageException.AlreadyExists(sentence);
            case "FailedPrecondition" -> new StorageException.FailedPrecondition(sentence, cause);
            case "OutOfRange" -> new StorageException.OutOfRange(sentence);
            case "ResourceExhausted" -> new StorageException.ResourceExhausted(sentence, cause);
            case "Aborted" -> new StorageException.Aborted(sentence);
            case "Unavailable" -> new StorageException.Unavailable(sentence, cause);
            case "DeadlineExceeded" -> new StorageException.DeadlineExceeded(sentence);
            case "Unimplemented" -> new StorageException.Unimplemented(sentence);
            case "Internal" -> new StorageException.Internal(sentence, cause);
            default -> new StorageException.OutcomeUnknown(sentence, cause);
        };
    }
}
