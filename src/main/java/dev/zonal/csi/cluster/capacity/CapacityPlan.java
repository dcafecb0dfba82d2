package dev.zonal.csi.cluster.capacity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What has to be written so that the cluster says what is free: the difference between what is there and what should be.
 * Pure.
 *
 * <p>In this order nothing is overstated at any time, and nobody loses room meanwhile: first objects go that are wrong, or for
 * no node, since a label that changes might select a node for them; then come labels that say less or nothing any more, then
 * objects that are missing, and then labels that say more.
 *
 * @param superfluous the names of objects
 * @param lowered by node, its labels that change; empty for one that goes
 */
record CapacityPlan(
        List<String> superfluous,
        Map<String, Map<String, Optional<String>>> lowered,
        List<CapacityObject> missing,
        Map<String, Map<String, Optional<String>>> raised) {

    /**
     * What is there, and to whom it belongs.
     *
     * @param labels by node, its labels for spaces; also of nodes that have none
     * @param objects by name
     * @param owner the uid of the Lease
     */
    record There(Map<String, Map<String, String>> labels, Map<String, JsonNode> objects, String owner) {}

    /** @param wanted of each spot that has anything */
    static CapacityPlan of(String driver, There there, Map<Spot, Bucket> wanted, List<ClassOfSpace> classes) {
        Map<String, Map<String, String>> labels = labels(driver, wanted);
        Map<String, Map<String, Optional<String>>> lowered = new TreeMap<>();
        Map<String, Map<String, Optional<String>>> raised = new TreeMap<>();
        there.labels().forEach((node, now) -> {
            Map<String, String> then = labels.getOrDefault(node, Map.of());
            Map<String, Optional<String>> changed = changed(now, then);
            if (!changed.isEmpty()) {
                boolean lowers = changed.keySet().stream()
                        .anyMatch(label -> says(then, label).compareTo(says(now, label)) < 0);
                (lowers || changed.containsValue(Optional.<String>empty()) ? lowered : raised).put(node, changed);
            }
        });
        Map<String, CapacityObject> needed = new TreeMap<>();
        Map<String, Set<Bucket>> buckets = buckets(there, labels);
        classes.forEach(type -> buckets.getOrDefault(type.space().label(driver), Set.of())
                .forEach(bucket -> {
                    CapacityObject object =
                            new CapacityObject(type.name(), type.space().label(driver), bucket, there.owner());
                    needed.put(object.name(), object);
                }));
        List<String> superfluous = new ArrayList<>();
        there.objects().forEach((name, object) -> {
            if (!needed.containsKey(name) || !needed.get(name).is(object)) {
                superfluous.add(name);
            }
        });
        needed.keySet().removeIf(name -> there.objects().containsKey(name) && !superfluous.contains(name));
        return new CapacityPlan(superfluous, lowered, List.copyOf(needed.values()), raised);
    }

    private static Map<String, Map<String, String>> labels(String driver, Map<Spot, Bucket> wanted) {
        Map<String, Map<String, String>> labels = new HashMap<>();
        wanted.forEach((spot, bucket) -> {
            if (!bucket.isNone()) {
                labels.computeIfAbsent(spot.node(), _ -> new HashMap<>())
                        .put(spot.space().label(driver), bucket.toString());
            }
        });
        return labels;
    }

    private static Map<String, Optional<String>> changed(Map<String, String> now, Map<String, String> then) {
        Set<String> all = new HashSet<>(now.keySet());
        all.addAll(then.keySet());
        Map<String, Optional<String>> changed = new TreeMap<>();
        for (String label : all) {
            Optional<String> value = Optional.ofNullable(then.get(label));
            if (!value.equals(Optional.ofNullable(now.get(label)))) {
                changed.put(label, value);
            }
        }
        return changed;
    }

    private static Bucket says(Map<String, String> labels, String label) {
        return Bucket.parse(labels.getOrDefault(label, "")).orElse(Bucket.NONE);
    }

    /** By label, those that any node has now or is to have: while a node waits for its label, what it has stays good. */
    private static Map<String, Set<Bucket>> buckets(There there, Map<String, Map<String, String>> wanted) {
        Map<String, Set<Bucket>> buckets = new HashMap<>();
        there.labels()
                .forEach((node, now) -> Stream.of(now, wanted.getOrDefault(node, Map.of()))
                        .flatMap(labels -> labels.entrySet().stream())
                        .forEach(label -> Bucket.parse(label.getValue())
                                .filter(bucket -> !bucket.isNone())
                                .ifPresent(bucket -> buckets.computeIfAbsent(label.getKey(), _ -> new TreeSet<>())
                                        .add(bucket))));
        return buckets;
    }
}
