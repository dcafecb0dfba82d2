package dev.zonal.csi.conformance;

import io.grpc.Status.Code;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which part of a list is asked for. A token stays good when what it names is gone, and leads to what comes after it.
 *
 * @param token as it was given out, or made up
 * @param after the last id before it; empty where the token is none or made up
 */
record Page(int maxEntries, String token, String after) {
    static final Page ALL = new Page(0, "", "");

    /** The code that it is refused with, whatever the list holds. */
    Optional<Code> refusal() {
        if (maxEntries < 0) {
            return Optional.of(Code.INVALID_ARGUMENT);
        }
        return token.isEmpty() == after.isEmpty() ? Optional.empty() : Optional.of(Code.ABORTED);
    }

    /** What it holds of a list that is in the order of its ids. */
    List<String> of(Collection<String> ids) {
        List<String> rest = rest(ids);
        return isCut(rest) ? rest.subList(0, maxEntries) : rest;
    }

    /** Whether something comes after it. */
    boolean hasNext(Collection<String> ids) {
        return isCut(rest(ids));
    }

    private boolean isCut(List<String> rest) {
        return maxEntries > 0 && rest.size() > maxEntries;
    }

    private List<String> rest(Collection<String> ids) {
        return ids.stream().filter(id -> id.compareTo(after) > 0).toList();
    }
}
