package dev.zonal.csi.cluster.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zonal.csi.cluster.capacity.CapacityPlan.There;
import dev.zonal.csi.model.ByteSize;
import dev.zonal.csi.model.Provisioning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What the scheduler reads in the midst of any change. */
final class CapacityPlanTest {
    private static final String DRIVER = "local.csi.zonal.dev";
    private static final List<Space> SPACES = List.of(
            new Space("fast", Provisioning.THIN),
            new Space("fast", Provisioning.THICK),
            new Space("big", Provisioning.THIN));

    private static Arbitrary<Map<Spot, Bucket>> buckets() {
        Arbitrary<Spot> spots = Arbitraries.of("n1", "n2", "n3")
                .flatMap(node -> Arbitraries.of(SPACES).map(space -> new Spot(node, space)));
        Arbitrary<Bucket> sizes =
                Arbitraries.longs().between(0, 40).map(gibibytes -> Bucket.of(ByteSize.ofGibibytes(gibibytes)));
        return Arbitraries.maps(spots, sizes).ofMaxSize(9);
    }

    @Provide
    Arbitrary<List<Map<Spot, Bucket>>> changes() {
        return buckets().list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<List<ClassOfSpace>>> classes() {
        Arbitrary<ClassOfSpace> one = Arbitraries.of("a", "b", "c")
                .flatMap(name -> Arbitraries.of(SPACES).map(space -> new ClassOfSpace(name, space)));
        return one.list().uniqueElements(ClassOfSpace::name).ofMaxSize(3).list().ofSize(4);
    }

    /** As much as the scheduler takes a node to have for a class. */
    private static Bucket room(There there, String node, String type) {
        Map<String, String> labels = there.labels().getOrDefault(node, Map.of());
        return there.objects().values().stream()
                .filter(object -> object.path("storageClassName").asString("").equals(type))
                .filter(object -> object.path("nodeTopology").path("matchLabels").properties().stream()
                        .allMatch(label -> label.getValue().asString("").equals(labels.get(label.getKey()))))
                .map(object -> Bucket.parse(object.path("maximumVolumeSize").asString(""))
                        .orElseThrow())
                .max(Bucket::compareTo)
                .orElse(Bucket.NONE);
    }

    private static Map<Spot, Bucket> ofClasses(Map<Spot, Bucket> all, List<ClassOfSpace> classes) {
        Map<Spot, Bucket> wanted = new HashMap<>(all);
        wanted.keySet()
                .removeIf(
                        spot -> classes.stream().noneMatch(type -> type.space().equals(spot.space())));
        return wanted;
    }

    private static List<Runnable> writes(There there, CapacityPlan plan) {
        List<Runnable> writes = new ArrayList<>();
        plan.superfluous().forEach(name -> writes.add(() -> there.objects().remove(name)));
        plan.lowered().forEach((node, labels) -> writes.add(() -> write(there, node, labels)));
        plan.missing()
                .forEach(object ->
                        writes.add(() -> assertThat(there.objects().put(object.name(), object.json(DRIVER, "lease")))
                                .isNull()));
        plan.raised().forEach((node, labels) -> writes.add(() -> write(there, node, labels)));
        return writes;
    }

    private static void write(There there, String node, Map<String, Optional<String>> labels) {
        Map<String, String> own = there.labels().computeIfAbsent(node, _ -> new HashMap<>());
        labels.forEach((label, value) -> value.ifPresentOrElse(text -> own.put(label, text), () -> own.remove(label)));
    }

    @Property(tries = 500)
    void betweenTwoWritesNoNodeHasMoreThanBeforeAndAfter(
            @ForAll("changes") List<Map<Spot, Bucket>> changes, @ForAll("classes") List<List<ClassOfSpace>> classes) {
        There there = new There(new TreeMap<>(), new TreeMap<>(), "uid");
        for (String node : List.of("n1", "n2")) {
            there.labels().put(node, new HashMap<>());
        }
        for (int i = 0; i < changes.size(); i++) {
            List<ClassOfSpace> now = classes.get(i);
            Map<Spot, Bucket> wanted = ofClasses(changes.get(i), now);
            There before = new There(copy(there.labels()), new TreeMap<>(there.objects()), "uid");
            CapacityPlan plan = CapacityPlan.of(DRIVER, there, wanted, now);
            List<Runnable> writes = writes(there, plan);
            for (int done = 0; done < writes.size(); done++) {
                writes.get(done).run();
                for (ClassOfSpace type : now) {
                    for (String node : there.labels().keySet()) {
                        Bucket due = wanted.getOrDefault(new Spot(node, type.space()), Bucket.NONE);
                        Bucket was = room(before, node, type.name());
                        boolean lessIsSaid = done + 1
                                >= plan.superfluous().size() + plan.lowered().size();
                        assertThat(room(there, node, type.name()))
                                .isLessThanOrEqualTo(lessIsSaid || due.compareTo(was) > 0 ? due : was);
                    }
                }
            }
            for (ClassOfSpace type : now) {
                for (String node : there.labels().keySet()) {
                    assertThat(room(there, node, type.name()))
                            .isEqualTo(wanted.getOrDefault(new Spot(node, type.space()), Bucket.NONE));
                }
            }
            // The objects for which there are no nodes any more go with the next look.
            writes(there, CapacityPlan.of(DRIVER, there, wanted, now)).forEach(Runnable::run);
            assertThat(writes(there, CapacityPlan.of(DRIVER, there, wanted, now)))
                    .isEmpty();
            assertThat(there.objects().values())
                    .allMatch(object -> now.stream()
                            .anyMatch(type -> type.name()
                                    .equals(object.path("storageClassName").asString(""))));
        }
    }

    private static Map<String, Map<String, String>> copy(Map<String, Map<String, String>> labels) {
        Map<String, Map<String, String>> copy = new TreeMap<>();
        labels.forEach((node, own) -> copy.put(node, new HashMap<>(own)));
        return copy;
    }

    @Property(tries = 200)
    void aNodeThatGetsMoreKeepsWhatItHasUntilThen(@ForAll("changes") List<Map<Spot, Bucket>> changes) {
        List<ClassOfSpace> classes = List.of(new ClassOfSpace("a", SPACES.getFirst()));
        There there = new There(new TreeMap<>(Map.of("n1", new HashMap<>())), new TreeMap<>(), "uid");
        Spot spot = new Spot("n1", SPACES.getFirst());
        for (Map<Spot, Bucket> change : changes) {
            Bucket was = room(there, "n1", "a");
            Bucket due = change.getOrDefault(spot, Bucket.NONE);
            for (Runnable write : writes(there, CapacityPlan.of(DRIVER, there, ofClasses(change, classes), classes))) {
                write.run();
                if (due.compareTo(was) > 0) {
                    assertThat(room(there, "n1", "a")).isGreaterThanOrEqualTo(was);
                }
            }
        }
    }
}
