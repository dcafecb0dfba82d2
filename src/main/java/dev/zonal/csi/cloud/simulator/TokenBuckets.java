package dev.zonal.csi.cloud.simulator;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.description.RateLimit;
import dev.zonal.csi.cloud.description.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Rate limiting by token buckets, one for each call and account. */
final class TokenBuckets {
    private static final double NANOS_PER_SECOND = 1e9;

    private final RateLimits limits;
    private final Map<Key, Level> levels = new HashMap<>();

    private record Key(String account, ApiCall call) {}

    private record Level(double tokens, Instant at) {}

    TokenBuckets(RateLimits limits) {
        this.limits = limits;
    }

    /**
     * Takes a token.
     *
     * @throws CloudException THROTTLED where there is none, with the time until there is one
     */
    void take(String account, ApiCall call, Instant now) {
        limits.of(call).ifPresent(limit -> take(new Key(account, call), limit, now));
    }

    private void take(Key key, RateLimit limit, Instant now) {
        Level before = levels.getOrDefault(key, new Level(limit.burst(), now));
        double seconds = Math.max(0, Duration.between(before.at(), now).toNanos() / NANOS_PER_SECOND);
        double tokens = Math.min(limit.burst(), before.tokens() + seconds * limit.perSecond());
        if (tokens < 1) {
            levels.put(key, new Level(tokens, now));
            throw new CloudException(
                    Kind.THROTTLED,
                    key.call().word() + " is called more than " + limit.perSecond() + " times a second",
                    Duration.ofNanos((long) Math.ceil((1 - tokens) / limit.perSecond() * NANOS_PER_SECOND)));
        }
        levels.put(key, new Level(tokens - 1, now));
    }
}
