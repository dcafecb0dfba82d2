package dev.zonal.csi.cloud;

/**
 * A client token (an idempotency key): the caller's own name for one intended change, so that it can be asked for again
 * after an answer that was lost.
 */
public record ClientToken(String text) {
    private static final int LONGEST = 64;

    /** @throws CloudException INVALID where it is empty or longer than 64 characters */
    public ClientToken {
        if (text.isBlank() || text.length() > LONGEST) {
            throw new CloudException(
                    CloudException.Kind.INVALID,
                    "a client token has 1 to " + LONGEST + " characters, and this one has " + text.length());
        }
    }
}
