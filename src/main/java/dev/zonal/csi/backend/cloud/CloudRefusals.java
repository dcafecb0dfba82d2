package dev.zonal.csi.backend.cloud;

import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.model.StorageException;
import java.util.function.Supplier;

/** What a failure of the cloud is to the caller of a volume: the one place where the one becomes the other. */
public final class CloudRefusals {
    private CloudRefusals() {}

    /** Does what changes something: where its answer is missing, nobody knows whether it was done. */
    public static <T> T changing(Supplier<T> work) {
        try {
            return work.get();
        } catch (CloudException refused) {
            throw of(refused);
        }
    }

    static void changing(Runnable work) {
        changing(() -> {
            work.run();
            return true;
        });
    }

    /** What it is to a caller who wanted something done. */
    public static StorageException of(CloudException refused) {
        String sentence = "the cloud: " + refused.getMessage();
        return switch (refused.kind()) {
            case THROTTLED -> new StorageException.Unavailable(sentence, refused);
            case NOT_FOUND -> new StorageException.NotFound(sentence);
            case CONFLICT, UNAUTHENTICATED -> new StorageException.FailedPrecondition(sentence, refused);
            case QUOTA, SOLD_OUT -> new StorageException.ResourceExhausted(sentence, refused);
            case INVALID -> new StorageException.InvalidArgument(sentence);
            case TOKEN_REUSED -> new StorageException.AlreadyExists(sentence);
            case UNAVAILABLE, INTERNAL -> new StorageException.OutcomeUnknown(sentence, refused);
        };
    }
}
