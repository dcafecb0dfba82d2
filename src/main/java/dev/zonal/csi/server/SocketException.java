package dev.zonal.csi.server;

/** The socket can't be had; the message says why, for the operator. */
public final class SocketException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SocketException(String message) {
        super(message);
    }

    SocketException(String message, Throwable cause) {
        super(message, cause);
    }
}
