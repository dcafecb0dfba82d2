package dev.zonal.csi.cloud;

import dev.zonal.csi.cloud.CloudException.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a planned fault does to a call. */
public enum FaultEffect {
    /** Nothing but its latency. */
    SLOW,
    /** It fails at once as throttled, and nothing is done. */
    THROTTLED,
    NOT_FOUND,
    CONFLICT,
    QUOTA,
    SOLD_OUT,
    /** It fails at once without an answer, and nothing is done. */
    UNAVAILABLE,
    INTERNAL,
    /** It is done, and its caller gets no answer. */
    TIMEOUT_AFTER_SUCCESS,
    /** It is done, and its caller is told that it was throttled. */
    THROTTLED_AFTER_SUCCESS,
    /** A new disk or snapshot is accepted, and gone when it should be ready. */
    VANISHES_LATER,
    /** A new disk or snapshot is accepted, and FAILED when it should be ready. */
    FAILS_LATER;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<FaultEffect> of(String word) {
        return Arrays.stream(values())
                .filter(effect -> effect.word().equals(word))
                .findFirst();
    }

    /** What the caller is told, where it is a failure of the call itself. */
    public Optional<Kind> kind() {
        return switch (this) {
            case SLOW, VANISHES_LATER, FAILS_LATER -> Optional.empty();
            case THROTTLED, THROTTLED_AFTER_SUCCESS -> Optional.of(Kind.THROTTLED);
            case NOT_FOUND -> Optional.of(Kind.NOT_FOUND);
            case CONFLICT -> Optional.of(Kind.CONFLICT);
            case QUOTA -> Optional.of(Kind.QUOTA);
            case SOLD_OUT -> Optional.of(Kind.SOLD_OUT);
            case UNAVAILABLE, TIMEOUT_AFTER_SUCCESS -> Optional.of(Kind.UNAVAILABLE);
            case INTERNAL -> Optional.of(Kind.INTERNAL);
        };
    }

    /** Whether the call is done before it fails. */
    public boolean isAfterSuccess() {
        return this == TIMEOUT_AFTER_SUCCESS || this == THROTTLED_AFTER_SUCCESS;
    }
}
