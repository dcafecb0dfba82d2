package dev.zonal.csi.cloud.console;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.CloudControl;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.CloudException.Kind;
import dev.zonal.csi.cloud.DiskId;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.model.Spelling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a browser may do to a cloud: each control by its name, with what it needs as one JSON object. */
final class ConsoleControls {
    static final List<String> NAMES = List.of("zone", "sold-out", "kill", "detach", "advance", "fault", "clear");
    private static final JsonMapper JSON = new JsonMapper();

    private final CloudControl control;

    ConsoleControls(CloudControl control) {
        this.control = control;
    }

    ConsoleReply perform(String name, String body) {
        try {
            JsonNode asked = JSON.readTree(body);
            switch (name) {
                case "zone" -> control.setZoneUp(text(asked, "zone"), flag(asked, "up"));
                case "sold-out" ->
                    control.setSoldOut(text(asked, "zone"), optional(asked, "category"), flag(asked, "soldOut"));
                case "kill" -> control.killInstance(new InstanceId(text(asked, "instance")));
                case "detach" -> control.detachByHand(new DiskId(text(asked, "disk")));
                case "advance" -> control.advanceClock(Duration.ofSeconds(whole(asked, "seconds")));
                case "fault" -> control.addFault(plan(asked));
                case "clear" -> control.clearFaults(optional(asked, "fault"));
                default -> {
                    return ConsoleReply.text(
                            404,
                            "there is no control '" + name + "'; there are " + String.join(", ", NAMES)
                                    + Spelling.hint(name, NAMES));
                }
            }
            return ConsoleReply.json("{}");
        } catch (JacksonException nonsense) {
            return ConsoleReply.text(400, "the request is no JSON object");
        } catch (CloudException refused) {
            return ConsoleReply.text(status(refused.kind()), String.valueOf(refused.getMessage()));
        }
    }

    private static int status(Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case UNAUTHENTICATED -> 401;
            case NOT_FOUND -> 404;
            case CONFLICT, QUOTA, SOLD_OUT, TOKEN_REUSED -> 409;
            case THROTTLED -> 429;
            case UNAVAILABLE -> 503;
            case INTERNAL -> 500;
        };
    }

    private static FaultPlan plan(JsonNode asked) {
        int times = asked.has("times") ? whole(asked, "times") : 0;
        return new FaultPlan(
                optional(asked, "call").map(word -> known(ApiCall.of(word), "call", word)),
                known(FaultEffect.of(text(asked, "error")), "error", text(asked, "error")),
                asked.path("probability").asDouble(1),
                Duration.ofMillis(asked.has("latencyMillis") ? whole(asked, "latencyMillis") : 0),
                times == 0 ? OptionalInt.empty() : OptionalInt.of(times),
                optional(asked, "zone"));
    }

    private static <T> T known(Optional<T> found, String what, String word) {
        return found.orElseThrow(() -> new CloudException(Kind.INVALID, "there is no " + what + " '" + word + "'"));
    }

    private static String text(JsonNode asked, String name) {
        return optional(asked, name).orElseThrow(() -> missing(name, "a text"));
    }

    private static Optional<String> optional(JsonNode asked, String name) {
        return Optional.of(asked.path(name).asString("")).filter(text -> !text.isEmpty());
    }

    private static boolean flag(JsonNode asked, String name) {
        return given(asked, name, JsonNode::isBoolean, "true or false").booleanValue();
    }

    private static int whole(JsonNode asked, String name) {
        return given(asked, name, JsonNode::isInt, "a whole number").intValue();
    }

    private static JsonNode given(JsonNode asked, String name, Predicate<JsonNode> fits, String what) {
        return Optional.of(asked.path(name)).filter(fits).orElseThrow(() -> missing(name, what));
    }

    private static CloudException missing(String name, String what) {
        return new CloudException(Kind.INVALID, "'" + name + "' has to be " + what);
    }
}
