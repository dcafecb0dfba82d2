package dev.zonal.csi.store;

/**
 * A record on the disk can't be used. The message begins with "it" and ends a sentence that names the file; whatever
 * stands beside the record is left as it is.
 */
public final class UnreadableRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean newer;

    public UnreadableRecordException(String message) {
        this(message, false);
    }

    private UnreadableRecordException(String message, boolean newer) {
        super(message);
        this.newer = newer;
    }

    static UnreadableRecordException ofNewerVersion(String message) {
        return new UnreadableRecordException(message, true);
    }

    /** Whether nothing is wrong with it but that a newer version of the driver wrote it. */
    public boolean isOfNewerVersion() {
        return newer;
    }

    public UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
        this.newer = false;
    }
}
