package dev.zonal.csi.cloud.description;

import dev.zonal.csi.cloud.ApiCall;
import java.util.Map;
import java.util.Optional;

/**
 * How often an account may make each call.
 *
 * @param every for each call that has no limit of its own
 */
public record RateLimits(Optional<RateLimit> every, Map<ApiCall, RateLimit> byCall) {
    public Optional<RateLimit> of(ApiCall call) {
        return Optional.ofNullable(byCall.get(call)).or(() -> every);
    }
}
