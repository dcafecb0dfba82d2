package dev.zonal.csi.controller;

/**
 * Which part of a list is asked for.
 *
 * @param maxEntries at most so many, 0 where the caller has no wish
 * @param startingToken from an earlier page's end, empty from the start
 */
public record PageRequest(int maxEntries, String startingToken) {
    /**
     * A page of this many entries stays below the 4 MiB that gRPC clients accept by default, also where each entry has
     * four topology keys of the greatest length.
     */
    static final int LARGEST_PAGE = 3_000;

    public PageRequest {
        if (maxEntries < 0) {
            throw new IllegalArgumentException("maxEntries is never negative");
        }
    }

    int limit() {
        return maxEntries == 0 ? LARGEST_PAGE : Math.min(maxEntries, LARGEST_PAGE);
    }
}
