package dev.zonal.csi.client;

import java.io.Serial;

/**
 * A call that the driver refused, or that never reached it.
 *
 * <p>The message is the driver's own sentence, for the person who made the call.
 */
public final class CallFailed extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String codeName;

    CallFailed(int code, String codeName, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.codeName = codeName;
    }

    /** The number of the gRPC status code, which is also the exit code of a command that ends with it. */
    public int code() {
        return code;
    }

    /** The name of the gRPC status code: {@code NOT_FOUND}. */
    public String codeName() {
        return codeName;
    }
}
