package dev.zonal.csi.cloud;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Why a cloud did not do what it was asked for; the kind says what its caller can make of it. */
public final class CloudException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Everything that a call of a cloud can fail with; no other exception leaves it. */
    public enum Kind {
        /** Too many calls: nothing was done. The same call may succeed after {@link CloudException#retryAfter}. */
        THROTTLED,
        /** There is no such object, or none any more. */
        NOT_FOUND,
        /** The object is in a state in which this can't be done; in another one it may be. */
        CONFLICT,
        /** A limit of the account, the region or the instance is reached: it helps to take something away. */
        QUOTA,
        /** The zone has none of that left to sell; another zone may. */
        SOLD_OUT,
        /** The request can't be right, now or later. */
        INVALID,
        /** The call does not show the token that lets it in; nothing was read of it. */
        UNAUTHENTICATED,
        /** The client token was used for something else. */
        TOKEN_REUSED,
        /** No answer: whether the call was done is not known. With the same client token it can be repeated. */
        UNAVAILABLE,
        /** The cloud itself failed; whether the call was done is not known either. */
        INTERNAL;

        /** As it is written in commands, files and on the wire. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Kind kind;
    private final transient Optional<Duration> retryAfter;

    public CloudException(Kind kind, String sentence) {
        super(sentence);
        this.kind = kind;
        this.retryAfter = Optional.empty();
    }

    public CloudException(Kind kind, String sentence, Throwable cause) {
        super(sentence, cause);
        this.kind = kind;
        this.retryAfter = Optional.empty();
    }

    /** @param retryAfter how long the caller is asked to wait */
    public CloudException(Kind kind, String sentence, Duration retryAfter) {
        super(sentence);
        this.kind = kind;
        this.retryAfter = Optional.of(retryAfter);
    }

    public Kind kind() {
        return kind;
    }

    /** How long the cloud asks its caller to wait, where it says so. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
