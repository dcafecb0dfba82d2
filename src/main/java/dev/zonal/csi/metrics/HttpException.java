package dev.zonal.csi.metrics;

/** The address for metrics and health can't be had; the message is for the operator. */
public final class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HttpException(String message, Throwable cause) {
        super(message, cause);
    }
}
