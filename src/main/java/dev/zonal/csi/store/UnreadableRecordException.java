package dev.zonal.csi.store;

/**
 * A record on the disk can't be used. The message begins with "it" and ends a sentence that names the file; whatever
 * stands beside the record is left as it is.
 */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnreadableRecordException(String message) {
        super(message);
    }

    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
