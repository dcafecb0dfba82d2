package dev.zonal.csi.cloud.description;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.zonal.csi.cloud.ApiCall;
import dev.zonal.csi.cloud.CloudException;
import dev.zonal.csi.cloud.DiskCategory;
import dev.zonal.csi.cloud.FaultEffect;
import dev.zonal.csi.cloud.FaultPlan;
import dev.zonal.csi.cloud.InstanceId;
import dev.zonal.csi.cloud.InstanceType;
import dev.zonal.csi.cloud.NewInstance;
import dev.zonal.csi.cloud.description.CloudHabits.AttachDuringDetach;
import dev.zonal.csi.model.ByteSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/** From the tree of a file to a description, with every name in it checked against what it names. */
final class DescriptionReader {
    private static final int WITHOUT_LIMIT = Integer.MAX_VALUE;
    private static final double FASTEST = 1e6;

    private DescriptionReader() {}

    static CloudDescription read(DescriptionNode root) {
        root.withKeys(
                "seed",
                "regions",
                "categories",
                "instanceTypes",
                "limits",
                "rates",
                "delays",
                "habits",
                "faults",
                "instances");
        Map<String, List<String>> regions = regions(root.at("regions"));
        List<String> zones = regions.values().stream().flatMap(List::stream).toList();
        Map<String, DiskCategory> categories = new LinkedHashMap<>();
        root.at("categories").entries().forEach((name, node) -> categories.put(name, category(name, node, zones)));
        Map<String, InstanceType> types = new LinkedHashMap<>();
        root.at("instanceTypes")
                .entries()
                .forEach((name, node) -> types.put(name, instanceType(name, node, categories.keySet())));
        return new CloudDescription(
                root.get("seed", node -> node.whole(0), 1),
                regions,
                categories,
                types,
                limits(root.at("limits")),
                rates(root.at("rates")),
                delays(root.at("delays")),
                habits(root.at("habits")),
                root.get(
                        "faults",
                        node -> node.items().stream()
                                .map(fault -> fault(fault, zones))
                                .toList(),
                        List.of()),
                root.get(
                        "instances",
                        node -> node.items().stream()
                                .map(instance -> instance(instance, zones, types.keySet()))
                                .toList(),
                        List.of()));
    }

    private static Map<String, List<String>> regions(DescriptionNode node) {
        Map<String, List<String>> regions = new LinkedHashMap<>();
        List<String> taken = new ArrayList<>();
        node.entries().forEach((name, region) -> {
            List<String> zones = region.texts();
            zones.stream().filter(taken::contains).findFirst().ifPresent(twice -> {
                throw region.wrong("the zone '" + twice + "' is in another region already");
            });
            taken.addAll(zones);
            regions.put(name, zones);
        });
        if (taken.isEmpty()) {
            throw node.wrong("a cloud has one zone at least: {r1: [a, b, c]}");
        }
        return regions;
    }

    private static DiskCategory category(String name, DescriptionNode node, List<String> zones) {
        node.withKeys("minimum", "maximum", "step", "iops", "maximumIops", "price", "zones", "multiAttach", "source");
        ByteSize minimum = node.at("minimum").size();
        ByteSize maximum = node.at("maximum").size();
        if (minimum.isMoreThan(maximum)) {
            throw node.wrong("minimum " + minimum + " is more than maximum " + maximum);
        }
        ByteSize step = node.get("step", DescriptionNode::size, ByteSize.ofMebibytes(1));
        if (step.isZero() || step.bytes() % 4096 != 0) {
            throw node.at("step").wrong("a multiple of 4096 bytes belongs here, such as 1Mi or 1Gi");
        }
        int iops = node.get("iops", inner -> inner.whole(1), 3000);
        return new DiskCategory(
                name,
                minimum,
                maximum,
                step,
                iops,
                node.get("maximumIops", inner -> inner.whole(iops), iops),
                node.get("price", inner -> inner.whole(1), 1),
                Set.copyOf(node.get("zones", inner -> names(inner, zones, "zone"), zones)),
                node.get("multiAttach", inner -> inner.whole(1), 1));
    }

    private static List<String> names(DescriptionNode list, Collection<String> known, String what) {
        return list.items().stream().map(item -> item.oneOf(known, what)).toList();
    }

    private static InstanceType instanceType(String name, DescriptionNode node, Collection<String> categories) {
        node.withKeys("slots", "otherDevices", "categories", "source");
        return new InstanceType(
                name,
                node.at("slots").whole(1),
                node.get("otherDevices", inner -> inner.whole(0), 0),
                Set.copyOf(node.get(
                        "categories", inner -> names(inner, categories, "category"), List.copyOf(categories))));
    }

    private static CloudLimits limits(DescriptionNode node) {
        node.withKeys(
                "disksPerRegion",
                "pendingSnapshotsPerRegion",
                "pendingSnapshotsPerDisk",
                "snapshotInterval",
                "modifications",
                "source");
        DescriptionNode modifications = node.at("modifications").withKeys("count", "window");
        return new CloudLimits(
                node.get("disksPerRegion", inner -> inner.whole(1), WITHOUT_LIMIT),
                node.get("pendingSnapshotsPerRegion", inner -> inner.whole(1), WITHOUT_LIMIT),
                node.get("pendingSnapshotsPerDisk", inner -> inner.whole(1), WITHOUT_LIMIT),
                duration(node, "snapshotInterval"),
                modifications.get("count", inner -> inner.whole(1), WITHOUT_LIMIT),
                duration(modifications, "window"));
    }

    private static RateLimits rates(DescriptionNode node) {
        Map<ApiCall, RateLimit> byCall = new LinkedHashMap<>();
        Optional<RateLimit> every = node.optional("every", DescriptionReader::rate);
        node.entries().forEach((name, rate) -> {
            if (!name.equals("every") && !name.equals("source")) {
                byCall.put(call(name, rate), rate(rate));
            }
        });
        return new RateLimits(every, Map.copyOf(byCall));
    }

    private static RateLimit rate(DescriptionNode node) {
        node.withKeys("burst", "perSecond");
        return new RateLimit(node.at("burst").whole(1), node.at("perSecond").number(0, FASTEST));
    }

    private static ApiCall call(String name, DescriptionNode node) {
        return ApiCall.of(name)
                .orElseThrow(() -> node.wrong("there is no call '" + name + "'; there are "
                        + String.join(
                                ", ",
                                Arrays.stream(ApiCall.values())
                                        .map(ApiCall::word)
                                        .toList())));
    }

    private static CloudDelays delays(DescriptionNode node) {
        node.withKeys(
                "create",
                "restore",
                "attach",
                "device",
                "detach",
                "delete",
                "modify",
                "deviceSize",
                "snapshot",
                "snapshotBytesPerSecond",
                "source");
        return new CloudDelays(
                duration(node, "create"),
                duration(node, "restore"),
                duration(node, "attach"),
                duration(node, "device"),
                duration(node, "detach"),
                duration(node, "delete"),
                duration(node, "modify"),
                duration(node, "deviceSize"),
                duration(node, "snapshot"),
                node.get("snapshotBytesPerSecond", DescriptionNode::size, ByteSize.ZERO));
    }

    private static CloudHabits habits(DescriptionNode node) {
        node.withKeys(
                "quotaBeforeIdempotency",
                "unknownIdFailsBatch",
                "staleReads",
                "sizeShownEarly",
                "overLimitStaysAttaching",
                "deviceNameReused",
                "attachDuringDetach",
                "danglingAttachments",
                "oneChangePerInstance",
                "staleLinks",
                "listsWithoutDownZones",
                "snapshotNeedsAttachment",
                "source");
        return new CloudHabits(
                truth(node, "quotaBeforeIdempotency"),
                node.get("unknownIdFailsBatch", DescriptionNode::truth, true),
                duration(node, "staleReads"),
                truth(node, "sizeShownEarly"),
                truth(node, "overLimitStaysAttaching"),
                truth(node, "deviceNameReused"),
                node.get("attachDuringDetach", DescriptionReader::attachDuringDetach, AttachDuringDetach.REFUSED),
                duration(node, "danglingAttachments"),
                truth(node, "oneChangePerInstance"),
                truth(node, "staleLinks"),
                truth(node, "listsWithoutDownZones"),
                truth(node, "snapshotNeedsAttachment"));
    }

    private static AttachDuringDetach attachDuringDetach(DescriptionNode node) {
        return switch (node.oneOf(List.of("refused", "answered"), "such answer")) {
            case "refused" -> AttachDuringDetach.REFUSED;
            default -> AttachDuringDetach.ANSWERED;
        };
    }

    private static FaultPlan fault(DescriptionNode node, List<String> zones) {
        node.withKeys("call", "error", "probability", "latency", "times", "zone");
        Map<String, FaultEffect> effects =
                Arrays.stream(FaultEffect.values()).collect(toMap(FaultEffect::word, identity()));
        return checked(
                node,
                () -> new FaultPlan(
                        node.optional("call", inner -> call(inner.text(), inner)),
                        node.get(
                                "error",
                                inner -> effects.getOrDefault(inner.oneOf(effects.keySet(), "error"), FaultEffect.SLOW),
                                FaultEffect.SLOW),
                        node.get("probability", inner -> inner.number(0, 1), 1.0),
                        duration(node, "latency"),
                        node.get("times", inner -> OptionalInt.of(inner.whole(1)), OptionalInt.empty()),
                        node.optional("zone", inner -> inner.oneOf(zones, "zone"))));
    }

    private static NewInstance instance(DescriptionNode node, Collection<String> zones, Collection<String> types) {
        node.withKeys("name", "zone", "type");
        return checked(
                node,
                () -> new NewInstance(
                        new InstanceId(node.at("name").text()),
                        node.at("zone").oneOf(zones, "zone"),
                        node.at("type").oneOf(types, "instance type")));
    }

    private static <T> T checked(DescriptionNode node, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (CloudException invalid) {
            throw node.wrong(String.valueOf(invalid.getMessage()));
        }
    }

    private static Duration duration(DescriptionNode node, String key) {
        return node.get(key, DescriptionNode::duration, Duration.ZERO);
    }

    private static boolean truth(DescriptionNode node, String key) {
        return node.get(key, DescriptionNode::truth, false);
    }
}
