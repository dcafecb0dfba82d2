package dev.zonal.csi.model;

/**
 * Why a request can't be served, in the words of the CSI error scheme and without knowing the transport. The message
 * is for the person who reads it in an event or a log: what is wrong, and what to do about it. It never quotes a
 * secret.
 *
 * <p>Callers treat the kinds differently (CSI spec, "Error Scheme", and what the Kubernetes sidecars do), so the kind
 * is a promise: {@link Internal} only after a full roll-back, because a provisioner then forgets the volume.
 */
public abstract sealed class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StorageException(String message) {
        super(message);
    }

    private StorageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The request is malformed; sending it again can't help. */
    public static final class InvalidArgument extends StorageException {
        private static final long serialVersionUID = 1L;

        public InvalidArgument(String message) {
            super(message);
        }
    }

    /** The volume, snapshot, node or source named does not exist. */
    public static final class NotFound extends StorageException {
        private static final long serialVersionUID = 1L;

        public NotFound(String message) {
            super(message);
        }
    }

    /** The name or target is taken by something that does not satisfy this request. */
    public static final class AlreadyExists extends StorageException {
        private static final long serialVersionUID = 1L;

        public AlreadyExists(String message) {
            super(message);
        }
    }

    /** The object is in a state in which this can't be done: in use, published elsewhere, not staged. */
    public static final class FailedPrecondition extends StorageException {
        private static final long serialVersionUID = 1L;

        public FailedPrecondition(String message) {
            super(message);
        }

        public FailedPrecondition(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The capacity asked for can't be had: below the source, above the limit, more than a volume's pool has to grow it. */
    public static final class OutOfRange extends StorageException {
        private static final long serialVersionUID = 1L;

        public OutOfRange(String message) {
            super(message);
        }
    }

    /** Not here, not now: no capacity, no topology that fits. A provisioner tries another node. */
    public static final class ResourceExhausted extends StorageException {
        private static final long serialVersionUID = 1L;

        public ResourceExhausted(String message) {
            super(message);
        }

        public ResourceExhausted(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Another operation on the same object is running, or a page token is no longer good: try again. */
    public static final class Aborted extends StorageException {
        private static final long serialVersionUID = 1L;

        public Aborted(String message) {
            super(message);
        }
    }

    /** The backend can't be asked right now, and has not begun anything: try the same request again later. */
    public static final class Unavailable extends StorageException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message) {
            super(message);
        }

        public Unavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * The request was sent to where the object lives, and its answer is missing: it may have been done or not. The same
     * request leads to the same object when it is sent there again; nobody may try another place instead.
     */
    public static final class OutcomeUnknown extends StorageException {
        private static final long serialVersionUID = 1L;

        public OutcomeUnknown(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The caller's deadline passed, or it went away, before the end; a retry finishes what was begun. */
    public static final class DeadlineExceeded extends StorageException {
        private static final long serialVersionUID = 1L;

        public DeadlineExceeded(String message) {
            super(message);
        }
    }

    /** This backend or mode doesn't serve the call. */
    public static final class Unimplemented extends StorageException {
        private static final long serialVersionUID = 1L;

        public Unimplemented(String message) {
            super(message);
        }
    }

    /** Something went wrong that nobody expected, and everything was rolled back. */
    public static final class Internal extends StorageException {
        private static final long serialVersionUID = 1L;

        public Internal(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
