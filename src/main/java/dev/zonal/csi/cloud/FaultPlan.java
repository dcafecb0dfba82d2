package dev.zonal.csi.cloud;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which calls of a cloud are to go wrong, and how.
 *
 * @param call all calls where it is empty
 * @param probability that it meets a call which it is about, from 0 to 1
 * @param latency how much longer a call takes that it meets
 * @param times how often it happens before it is over; without end where it is empty
 * @param zone calls about that zone alone
 */
public record FaultPlan(
        Optional<ApiCall> call,
        FaultEffect effect,
        double probability,
        Duration latency,
        OptionalInt times,
        Optional<String> zone) {
    /** @throws CloudException INVALID where it can't be meant */
    public FaultPlan {
        require(probability > 0 && probability <= 1, "a probability is more than 0 and at most 1: " + probability);
        require(times.isEmpty() || times.getAsInt() > 0, "a fault happens once at least");
        require(!latency.isNegative(), "a latency is never negative");
        require(
                effect != FaultEffect.SLOW || latency.isPositive(),
                "this fault does nothing: name an error, a latency, or both");
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new CloudException(CloudException.Kind.INVALID, otherwise);
        }
    }
}
