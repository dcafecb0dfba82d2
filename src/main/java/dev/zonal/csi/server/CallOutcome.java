package dev.zonal.csi.server;

/**
 * How a call ended.
 *
 * @param code the gRPC code's name
 * @param reason what the caller was told, empty for a success
 * @param callerLeft whether nobody waited for it any more
 */
record CallOutcome(String code, String reason, boolean callerLeft) {
    boolean isSuccess() {
        return code.equals("OK");
    }
}
