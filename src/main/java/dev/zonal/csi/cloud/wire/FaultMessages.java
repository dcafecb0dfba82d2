package dev.zonal.csi.cloud.wire;

import com.google.protobuf.Duration;
import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.PlannedFault;
import dev.zonal.csi.cloud.v1.FaultMessage;
import dev.zonal.csi.model.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Planned faults as messages of the wire and back. */
public final class FaultMessages {
    private FaultMessages() {}

    public static FaultMessage message(PlannedFault fault) {
        return message(fault.plan()).toBuilder()
                .setId(fault.id())
                .setHits(fault.hits())
                .build();
    }

    static FaultMessage message(FaultPlan plan) {
        return FaultMessage.newBuilder()
                .setCall(plan.call().map(ApiCall::word).orElse(""))
                .setError(plan.effect().word())
                .setProbability(plan.probability())
                .setLatency(message(plan.latency()))
                .setTimes(plan.times().orElse(0))
                .setZone(plan.zone().orElse(""))
                .build();
    }

    static PlannedFault fault(FaultMessage message) {
        return new PlannedFault(message.getId(), plan(message), message.getHits());
    }

    static FaultPlan plan(FaultMessage message) {
        return new FaultPlan(
                CloudMessages.present(message.getCall()).map(FaultMessages::call),
                effect(message.getError()),
                message.getProbability(),
                duration(message.getLatency()),
                message.getTimes() == 0 ? OptionalInt.empty() : OptionalInt.of(message.getTimes()),
                CloudMessages.present(message.getZone()));
    }

    /**
     * The call of that name.
     *
     * @throws CloudException INVALID where there is none
     */
    public static ApiCall call(String word) {
        return ApiCall.of(word)
                .orElseThrow(() -> none(
                        "call",
                        word,
                        Arrays.stream(ApiCall.values()).map(ApiCall::word).toList()));
    }

    /**
     * The effect of that name.
     *
     * @throws CloudException INVALID where there is none
     */
    public static FaultEffect effect(String word) {
        return FaultEffect.of(word)
                .orElseThrow(() -> none(
                        "error",
                        word,
                        Arrays.stream(FaultEffect.values())
                                .map(FaultEffect::word)
                                .toList()));
    }

    private static CloudException none(String what, String word, List<String> known) {
        return new CloudException(
                Kind.INVALID,
                "there is no " + what + " '" + word + "'; there are " + String.join(", ", known)
                        + Spelling.hint(word, known));
    }

    static Duration message(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    static java.time.Duration duration(Duration message) {
        return java.time.Duration.ofSeconds(message.getSeconds(), message.getNanos());
    }
}
