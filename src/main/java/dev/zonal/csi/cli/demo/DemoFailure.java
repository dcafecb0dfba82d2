package dev.zonal.csi.cli.demo;

import java.io.Serial;

/** Why the demo ended before its end, in a sentence. */
final class DemoFailure extends RuntimeException {
    /** The driver did not do what it promises. */
    static final int BROKEN = 1;

    /** This host can't bear the demo as it is (FAILED_PRECONDITION). */
    static final int UNFIT = 9;

    @Serial
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    DemoFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
