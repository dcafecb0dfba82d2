package dev.zonal.csi.host;

/**
 * The operating system refused or failed a call. Knows nothing of CSI: the use case that asked decides what it means
 * to the caller, and what nobody expected becomes INTERNAL.
 */
public final class HostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Errno errno;

    /**
     * @param call what was tried, with its objects: {@code "rename /a to /b"}
     */
    public HostException(String call, Errno errno) {
        super(call + ": " + errno);
        this.errno = errno;
    }

    public HostException(String call, Errno errno, String detail) {
        super(call + ": " + errno + " (" + detail + ")");
        this.errno = errno;
    }

    public Errno errno() {
        return errno;
    }

    public boolean is(Errno other) {
        return errno.equals(other);
    }
}
