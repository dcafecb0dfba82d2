package dev.zonal.csi.conformance;

/**
 * A call of a history.
 *
 * @param invoked its place among all beginnings and ends
 * @param responded where its effect had happened or never will: at its end, or where nobody knows, when all was quiet
 */
record Recorded(Command command, Reply reply, long invoked, long responded) {
    boolean overlaps(Recorded other) {
        return invoked < other.responded && other.invoked < responded;
    }

    /** Turned away before anything was done. */
    boolean hadNoEffect() {
        return switch (reply.code()) {
            case ABORTED, UNAVAILABLE -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return invoked + "-" + responded + " " + command + ": " + reply.code()
                + (reply.isOpen() || !(reply.answer() instanceof String text) ? "" : " " + text);
    }
}
